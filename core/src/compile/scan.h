/* SPDX-License-Identifier: MIT
 * Reading SQL text as a database does: where strings, names, comments and parameters begin and end. It looks at nothing else of SQL, never
 * reads past the end, and takes time in proportion to the text. What differs by database is in ALK_LEX_… flags. */
#ifndef ALK_COMPILE_SCAN_H
#define ALK_COMPILE_SCAN_H
#include <alkahest/plugin.h>
#include <stdbool.h>

typedef enum alk__token_kind {
    ALK__TOKEN_SPACE = 1,
    ALK__TOKEN_COMMENT,
    ALK__TOKEN_STRING,
    ALK__TOKEN_NAME,               /* a quoted name */
    ALK__TOKEN_WORD,               /* a keyword or name */
    ALK__TOKEN_NUMBER,
    ALK__TOKEN_PARAM,              /* :name */
    ALK__TOKEN_MARKER,             /* ? or ?1 or $1 */
    ALK__TOKEN_ESCAPE,             /* \: */
    ALK__TOKEN_CAST,               /* :: */
    ALK__TOKEN_SEMICOLON,
    ALK__TOKEN_OPEN,
    ALK__TOKEN_CLOSE,
    ALK__TOKEN_COMMA,
    ALK__TOKEN_OTHER               /* one byte of anything else */
} alk__token_kind;

typedef struct alk__token {
    alk__token_kind kind;
    alk_sv text;
    bool open;                     /* a string, name or comment that the text ends in */
} alk__token;

typedef struct alk__scanner {
    const char *next, *end;
    uint32_t lexical;
} alk__scanner;

static inline alk__scanner alk__scanner_on(const char *text, size_t length, uint32_t lexical)
{
    return (alk__scanner){ text, text + length, lexical };
}
/* The next token; false at the end. */
bool alk__scan(alk__scanner *scanner, alk__token *token);
/* The next one that is neither space nor comment. */
bool alk__scan_solid(alk__scanner *scanner, alk__token *token);
#endif
