/* SPDX-License-Identifier: MIT
 * Database URLs: dialect[+driver]://user:password@host:port,host2:port/database?option=value&… (RFC 3986, with several hosts as libpq
 * has them). Percent-encoding in every part; IPv6 addresses in brackets; a host that begins with an encoded slash is a directory of
 * unix sockets; sqlite:// is a memory database, sqlite:///file relative, sqlite:////file absolute. A + is itself, not a space. Parsing, printing
 * and parsing again is the identity; printing is canonical: dialect and driver in lower case, percent-encoding where it is needed only.
 * At most 65536 bytes. A URL is immutable; any thread may read it. */
#ifndef ALKAHEST_URL_H
#define ALKAHEST_URL_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_url alk_url;

/* Parses text; NULL on failure, with ALK_ERROR_ARGUMENT whose message says what is wrong and at which character, and never shows the
 * password. Free with alk_url_free(). Since 1.0. */
ALK_API alk_url *alk_url_parse(const char *text);
ALK_API void alk_url_free(alk_url *url);
/* Parts, decoded; NULL where the URL has none, or is NULL. An empty user or database is none, an empty password is one. A host without a name
 * has a port only. They live as long as the URL. Since 1.0. */
ALK_API const char *alk_url_dialect(const alk_url *url);     /* never NULL */
ALK_API const char *alk_url_driver(const alk_url *url);
ALK_API const char *alk_url_user(const alk_url *url);
ALK_API const char *alk_url_password(const alk_url *url);
ALK_API const char *alk_url_database(const alk_url *url);
ALK_API size_t alk_url_host_count(const alk_url *url);
ALK_API const char *alk_url_host(const alk_url *url, size_t index);
ALK_API int alk_url_port(const alk_url *url, size_t index);  /* 1 to 65535; 0 when not given */
ALK_API size_t alk_url_option_count(const alk_url *url);
ALK_API const char *alk_url_option_name(const alk_url *url, size_t index);
ALK_API const char *alk_url_option_value(const alk_url *url, size_t index);
ALK_API const char *alk_url_option(const alk_url *url, const char *name);    /* the last of that name, or NULL */
/* A copy with one part changed; value NULL takes it away. part: "dialect", "driver", "user", "password", "host" (one for all, which keeps the
 * first one's port), "port" (of every host), "database", or "?name" for an option (one for all of the name). Values are not
 * percent-encoded. NULL on failure. Since 1.0. */
ALK_API alk_url *alk_url_with(const alk_url *url, const char *part, const char *value);
/* The URL as text, the password and every option whose name says secret masked as "***". Writes at most size bytes with the NUL and
 * returns the length that it needs. Since 1.0. */
ALK_API size_t alk_url_print(const alk_url *url, char *out, size_t size);
/* The same with the secrets. Since 1.0. */
ALK_API size_t alk_url_print_with_password(const alk_url *url, char *out, size_t size);

ALK_END_DECLS
#endif
