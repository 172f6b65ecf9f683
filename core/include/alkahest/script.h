/* SPDX-License-Identifier: MIT
 * Scripts: a text of many statements, cut at the semicolons by the dialect's lexical rules; strings, quoted names, comments, dollar quotes and the bodies of
 * triggers and routines (BEGIN … END) stay whole. */
#ifndef ALKAHEST_SCRIPT_H
#define ALKAHEST_SCRIPT_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_engine alk_engine;
typedef struct alk_script alk_script;

/* Over length bytes of text, borrowed until alk_script_close(). NULL on failure. Since 1.0. */
ALK_API alk_script *alk_script_open(alk_engine *engine, const char *text, size_t length);
ALK_API void alk_script_close(alk_script *script);
/* The next statement, without white space and comments around it and without the semicolon; *line is where it begins, from 1; false at the end. A statement that is not
 * ended by a semicolon at the end of the text is given as it is: *complete tells (each of the two may be NULL). Since 1.0. */
ALK_API bool alk_script_next(alk_script *script, alk_sv *statement, size_t *line, bool *complete);
/* Bytes of the text that were taken so far. Since 1.0. */
ALK_API size_t alk_script_position(const alk_script *script);

ALK_END_DECLS
#endif
