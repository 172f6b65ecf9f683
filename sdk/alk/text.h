/* SPDX-License-Identifier: MIT
 * Growing text, memory that is always there, UTF-8, and what the command says to its user. The only file that
 * allocates or ends the process. */
#ifndef ALK_TOOL_TEXT_H
#define ALK_TOOL_TEXT_H
#include <alkahest/alkahest.h>
#include <stdarg.h>

/* How the command ends; alk(1) documents them. */
enum {
    STATUS_OK = 0,
    STATUS_DATABASE = 1,         /* a statement failed */
    STATUS_USAGE = 2,            /* the command line or the URL is wrong */
    STATUS_CONNECT = 3,          /* the database cannot be reached */
    STATUS_PLUGIN = 4,           /* no plugin for the URL, or it cannot be loaded */
    STATUS_IO = 5,               /* a file cannot be read or written, no memory */
    STATUS_INTERRUPTED = 130     /* Ctrl-C */
};

/* All zero is an empty text. p ends with NUL once anything was added; p is NULL before. */
typedef struct text {
    char *p;
    size_t n, capacity;
} text;

/* Memory; without it the process ends with a message and STATUS_IO. */
void *memory_get(size_t size);
void *memory_grow(void *block, size_t count, size_t size);
char *memory_copy(const char *bytes, size_t length);
void memory_free(void *block);

void text_add(text *t, const char *bytes, size_t length);
void text_puts(text *t, const char *string);
void text_char(text *t, char c);
void text_repeat(text *t, const char *string, size_t times);
void text_printf(text *t, const char *format, ...) ALK_PRINTF(2, 3);
void text_clear(text *t);
void text_free(text *t);
/* "" instead of NULL. */
const char *text_string(const text *t);

/* The character at p of at least one byte: its length in bytes, its code point in *code. A byte that begins no valid
 * character counts by itself, as U+FFFD. */
size_t utf8_read(const char *p, size_t length, uint32_t *code);
/* Whether a terminal would act on it instead of showing it: C0, DEL, C1, and what turns the direction of text. */
bool utf8_is_control(uint32_t code);
/* Adds text with control characters (but for line breaks, when keep_lines) as escapes \n, \t, \x1b. */
void text_escaped(text *t, const char *p, size_t length, bool keep_lines);

/* "alk: …" on standard error, control characters escaped. */
void say(const char *format, ...) ALK_PRINTF(1, 2);
/* The same with the thread's last error in full: detail, hint, place. */
void say_error(const char *context);
/* An operating system's error as text; the result is valid until the next call. */
const char *system_error(int number);
#endif
