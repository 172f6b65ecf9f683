/* SPDX-License-Identifier: MIT
 * Cutting a script into statements. A semicolon ends one, but not inside the body of a trigger or routine: CREATE [TEMP] TRIGGER and the like open a
 * body at BEGIN, whose blocks nest; only the END that closes the first BEGIN lets a semicolon count again. */
#include "compile/script.h"
#include "compile/scan.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include <string.h>

struct alk_script {
    alk__scanner scanner;
    const char *text;
    const char *counted;           /* lines are counted up to here */
    size_t line;
};

alk_script *alk__script_new(const char *text, size_t length, uint32_t lexical)
{
    if (!text && length) {
        alk__error(ALK_ERROR_ARGUMENT, "alk_script_open() was given no text");
        return NULL;
    }
    text = text ? text : "";
    alk_script *script = alk__calloc(1, sizeof *script);
    if (!script)
        return NULL;
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
        script->scanner = alk__scanner_on(text + 3, length - 3, lexical);
    else
        script->scanner = alk__scanner_on(text, length, lexical);
    script->text = script->counted = text;
    script->line = 1;
    return script;
}

void alk_script_close(alk_script *script)
{
    alk__free(script);
}

size_t alk_script_position(const alk_script *script)
{
    return script ? (size_t)(script->scanner.next - script->text) : 0;
}

/* What the words of a statement tell about where its body begins and ends. */
typedef struct {
    int words;                     /* seen so far, at most 8 counted */
    bool create, routine;          /* CREATE … TRIGGER, FUNCTION, PROCEDURE, EVENT, PACKAGE */
    bool after_end;                /* the word before was END: END IF and the like close no block of their own */
    int depth;                     /* of BEGIN … END and CASE … END */
} body;

static bool is_one_of(alk_sv word, const char *const *words)
{
    for (; *words; words++)
        if (alk__sv_is_nocase(word, *words))
            return true;
    return false;
}

static void note_word(body *b, alk_sv word)
{
    static const char *const routines[] = { "TRIGGER", "FUNCTION", "PROCEDURE", "EVENT", "PACKAGE", NULL };
    static const char *const others[] = { "TABLE", "VIEW", "INDEX", "SEQUENCE", "SCHEMA", "DATABASE", "TYPE", "DOMAIN", NULL };
    static const char *const inner[] = { "IF", "LOOP", "WHILE", "REPEAT", "FOR", NULL };
    bool after_end = b->after_end;
    b->after_end = false;
    if (b->words++ == 0)
        b->create = alk__sv_is_nocase(word, "CREATE");
    else if (b->create && b->words <= 8 && is_one_of(word, routines))
        b->routine = true;
    else if (!b->routine && is_one_of(word, others))
        b->create = false;             /* a table may be named like a routine */
    if (!b->routine)
        return;
    if (alk__sv_is_nocase(word, "BEGIN") || (b->depth > 0 && !after_end && alk__sv_is_nocase(word, "CASE")))
        b->depth++;
    else if (after_end && is_one_of(word, inner))
        b->depth++;                /* END IF closed nothing that was counted */
    else if (b->depth > 0 && alk__sv_is_nocase(word, "END")) {
        b->depth--;
        b->after_end = true;
    }
}

static void count_lines(alk_script *script, const char *until)
{
    while (script->counted < until) {
        const char *end = memchr(script->counted, '\n', (size_t)(until - script->counted));
        if (!end)
            break;
        script->line++;
        script->counted = end + 1;
    }
    script->counted = until;
}

bool alk_script_next(alk_script *script, alk_sv *statement, size_t *line, bool *complete)
{
    body b = { 0 };
    alk__token token = { 0 };
    const char *start = NULL, *end = NULL;
    bool ended = false;
    while (script && alk__scan_solid(&script->scanner, &token)) {
        if (token.kind == ALK__TOKEN_SEMICOLON && b.depth == 0) {
            if (!start)
                continue;          /* an empty statement */
            ended = true;
            break;
        }
        if (!start)
            start = token.text.p;
        end = token.text.p + token.text.n;
        if (token.kind == ALK__TOKEN_WORD)
            note_word(&b, token.text);
        else
            b.after_end = false;
    }
    if (!start)
        return false;
    count_lines(script, start);
    *statement = (alk_sv){ start, (size_t)(end - start) };
    if (line)
        *line = script->line;
    if (complete)
        *complete = ended;
    return true;
}
