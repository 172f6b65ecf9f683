/* SPDX-License-Identifier: MIT
 * SQL as values of one type. Whatever can stand in SQL is an alk_sql: a value, a parameter, a statement. A fresh one belongs to the first
 * call that it is passed to; alk_keep() makes it yours, to be used any number of times and by any number of threads, until alk_free().
 * Constructors never return NULL: what cannot be built is an error node, which the execution reports. */
#ifndef ALKAHEST_SQL_H
#define ALKAHEST_SQL_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

/* Complete only so that models can be static data; its members are the library's. */
typedef struct alk_sql {
    uint16_t kind, flags;
    uint32_t refs;
    uint64_t hash;
} alk_sql;

/* Its address ends a list. */
ALK_API extern const alk_sql alk_end;
#define ALK_LIST(...) ((const alk_sql *const[]){ __VA_ARGS__, &alk_end })
#define ALK_LIST_ENDED(...) ((const alk_sql *const[]){ __VA_ARGS__ })      /* alk_end is the last of them already */

/* ---- values: each becomes a bound parameter, never SQL text; what they are given is copied. Since 1.0. ---- */
ALK_API alk_sql *alk_null(void);
ALK_API alk_sql *alk_bool(bool value);
ALK_API alk_sql *alk_int(int64_t value);
ALK_API alk_sql *alk_uint(uint64_t value);
ALK_API alk_sql *alk_real(double value);
ALK_API alk_sql *alk_text(const char *value);                          /* ends with NUL; NULL is SQL NULL */
ALK_API alk_sql *alk_text_n(const char *value, size_t length);
ALK_API alk_sql *alk_blob(const void *value, size_t length);
ALK_API alk_sql *alk_decimal(const char *value);
ALK_API alk_sql *alk_json(const char *value);
ALK_API alk_sql *alk_date_value(alk_date value);
ALK_API alk_sql *alk_time_value(alk_time value);
ALK_API alk_sql *alk_timestamp_value(alk_timestamp value);
ALK_API alk_sql *alk_timestamptz_value(alk_timestamptz value);
ALK_API alk_sql *alk_interval_value(alk_interval value);
ALK_API alk_sql *alk_uuid_value(alk_uuid value);
/* Any value; deep copy. */
ALK_API alk_sql *alk_bound(const alk_value *value);
/* Itself: what ALK_LIFT calls for SQL that is SQL already. */
ALK_API const alk_sql *alk_self(const alk_sql *node);

/* A C value as SQL, chosen by its type; in C++ by overloads. */
#if defined(__cplusplus)
ALK_END_DECLS
inline const alk_sql *alk_lift(const alk_sql *x) { return x; }
inline const alk_sql *alk_lift(alk_sql *x) { return x; }
inline const alk_sql *alk_lift(const char *x) { return alk_text(x); }
inline const alk_sql *alk_lift(char *x) { return alk_text(x); }
template <typename T> const alk_sql *alk_lift(T *x) = delete;  /* any other pointer would be a bool */
inline const alk_sql *alk_lift(bool x) { return alk_bool(x); }
inline const alk_sql *alk_lift(char x) { return alk_int(x); }
inline const alk_sql *alk_lift(signed char x) { return alk_int(x); }
inline const alk_sql *alk_lift(short x) { return alk_int(x); }
inline const alk_sql *alk_lift(int x) { return alk_int(x); }
inline const alk_sql *alk_lift(long x) { return alk_int(x); }
inline const alk_sql *alk_lift(long long x) { return alk_int(x); }
inline const alk_sql *alk_lift(unsigned char x) { return alk_uint(x); }
inline const alk_sql *alk_lift(unsigned short x) { return alk_uint(x); }
inline const alk_sql *alk_lift(unsigned x) { return alk_uint(x); }
inline const alk_sql *alk_lift(unsigned long x) { return alk_uint(x); }
inline const alk_sql *alk_lift(unsigned long long x) { return alk_uint(x); }
inline const alk_sql *alk_lift(float x) { return alk_real(static_cast<double>(x)); }
inline const alk_sql *alk_lift(double x) { return alk_real(x); }
inline const alk_sql *alk_lift(alk_date x) { return alk_date_value(x); }
inline const alk_sql *alk_lift(alk_time x) { return alk_time_value(x); }
inline const alk_sql *alk_lift(alk_timestamp x) { return alk_timestamp_value(x); }
inline const alk_sql *alk_lift(alk_timestamptz x) { return alk_timestamptz_value(x); }
inline const alk_sql *alk_lift(alk_interval x) { return alk_interval_value(x); }
inline const alk_sql *alk_lift(alk_uuid x) { return alk_uuid_value(x); }
#define ALK_LIFT(x) alk_lift(x)
/* A list that lives as long as the call that it stands in. */
template <unsigned long N> struct alk_list {
    const alk_sql *items[N];
    operator const alk_sql *const *() const { return items; }
};
template <typename T, typename... More> alk_list<sizeof...(More)> alk_list_of(More... items) { return { { static_cast<T>(items)... } }; }
#undef ALK_LIST
#undef ALK_LIST_ENDED
#define ALK_LIST(...) alk_list_of<const alk_sql *>(__VA_ARGS__, &alk_end)
#define ALK_LIST_ENDED(...) alk_list_of<const alk_sql *>(__VA_ARGS__)
ALK_BEGIN_DECLS
#else
#define ALK_LIFT(x)                                                                                                    \
    _Generic((x),                                                                                                      \
        alk_sql *: alk_self, const alk_sql *: alk_self, char *: alk_text, const char *: alk_text,                      \
        bool: alk_bool, char: alk_int, signed char: alk_int, short: alk_int, int: alk_int, long: alk_int,              \
        long long: alk_int, unsigned char: alk_uint, unsigned short: alk_uint, unsigned: alk_uint,                     \
        unsigned long: alk_uint, unsigned long long: alk_uint, float: alk_real, double: alk_real,                      \
        alk_date: alk_date_value, alk_time: alk_time_value, alk_timestamp: alk_timestamp_value,                        \
        alk_timestamptz: alk_timestamptz_value, alk_interval: alk_interval_value, alk_uuid: alk_uuid_value)(x)
#endif

/* The value of the parameter `name` for one execution. name is copied. Since 1.0. */
ALK_API alk_sql *alk_bind(const char *name, const alk_sql *value);
#define alk_bind(name, value) (alk_bind)(name, ALK_LIFT(value))

/* SQL in the database's own words, with `:name` where a value belongs: alk_raw("SELECT * FROM t WHERE a = :a"). Colons in strings, quoted names,
 * comments, dollar quotes and casts (::) are left alone, by the dialect's lexical rules; write \: for a colon that is none of these.
 * The text is copied. Never build it from values. Since 1.0. */
ALK_API alk_sql *alk_raw(const char *sql);
ALK_API alk_sql *alk_raw_n(const char *sql, size_t length);
/* The same, and notes where the program wrote it: an error of its execution tells file and line. file is kept, not copied. Since 1.0. */
ALK_API alk_sql *alk_raw_at(const char *sql, const char *file, int line);
#define alk_raw(sql) alk_raw_at(sql, __FILE__, __LINE__)

/* The same with values for its parameters, which are bound where the text stands: alk_raw_with("x = :a", alk_bind("a", 5)). Two texts may have the same name for two values; a
 * parameter that is given none is as in alk_raw(). A name that the text does not have is an error when it is compiled. Since 1.0. */
ALK_API alk_sql *alk_raw_with(const char *sql, const alk_sql *const *binds);
#define alk_raw_with(sql, ...) (alk_raw_with)(sql, ALK_LIST(__VA_ARGS__))
/* Raw SQL as a query whose columns are known: names or columns in the order of the text, so that alk_select(alk_subquery(…)) lists them and the result knows their types.
 * Parts: alk_name_of("a", type) or columns, alk_with_cte(). Since 1.0. */
ALK_API alk_sql *alk_raw_query(const alk_sql *raw, const alk_sql *const *parts);
#define alk_raw_query(raw, ...) (alk_raw_query)(raw, ALK_LIST(__VA_ARGS__))

/* The same statement with execution options of its own, which stand between those of the connection and those of a call. options is copied; see alk_execution_options
 * in <alkahest/engine.h>. A fresh statement is consumed. Since 1.0. */
struct alk_execution_options;
ALK_API alk_sql *alk_with_options(const alk_sql *statement, const struct alk_execution_options *options);

/* Makes the node yours; returns it. Since 1.0. */
ALK_API const alk_sql *alk_keep(const alk_sql *node);
/* Gives up what alk_keep() gave, or frees a fresh node that was passed to nobody. Takes NULL. Since 1.0. */
ALK_API void alk_free(const alk_sql *node);

ALK_END_DECLS
#endif
