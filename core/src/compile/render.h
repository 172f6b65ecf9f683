/* SPDX-License-Identifier: MIT
 * The one renderer. It walks a statement and writes SQL for a dialect; parameters are noted in the order of their markers. Files: render.c (the walk, names, parameters),
 * render_expression.c and beside it render_in.c, render_item.c, render_function.c; render_query.c, render_columns.c, render_with.c, render_from.c (FROM, joins,
 * correlation), render_change.c; of definitions see ddl.h. Nothing here knows a connection. */
#ifndef ALK_COMPILE_RENDER_H
#define ALK_COMPILE_RENDER_H
#include "base/buffer.h"
#include "base/map.h"
#include "base/vector.h"
#include "compile/dialect.h"
#include "sql/node.h"
#include "sql/table.h"
#include <alkahest/compile.h>
#include <string.h>

/* A marker: which value or parameter it stands for. */
typedef struct alk__marker {
    uint32_t value;                /* of the statement's values in order; UINT32_MAX: a named parameter */
    uint32_t item;                 /* of an array that fills several markers; UINT32_MAX: the whole value */
    uint32_t param;                /* of the names, when value is UINT32_MAX */
    const char *name;              /* made up from what it meets; ALK_MARKERS_NAMED writes it */
    const alk_type *type;
    const alk_column *client;      /* value is UINT32_MAX too: the column's own default gives it */
    bool on_update;                /* the one that it has for an UPDATE */
} alk__marker;

/* Where a schema's name stands in the text, its dot counted, or could stand. */
typedef struct alk__schema_mark {
    size_t at, length;
    const char *schema;            /* NULL: none was named */
    bool in_text;                  /* inside a string */
} alk__schema_mark;

/* Where a column of the key that an INSERT makes comes from: a marker by number, or one of these. */
#define ALK__KEY_GENERATED UINT32_MAX
#define ALK__KEY_RETURNED (UINT32_MAX - 1)      /* by a RETURNING of its own */
#define ALK__KEY_UNKNOWN (UINT32_MAX - 2)
typedef struct alk__key_source {
    const alk_column *column;
    uint32_t marker;
} alk__key_source;

typedef struct alk__result_column {
    const char *name;
    const alk_type *type;
    const alk_sql *column;
} alk__result_column;

/* What a query selects from, while it is rendered; queries inside look up to it. */
typedef struct alk__scope {
    struct alk__scope *outer;
    const alk_sql **froms;         /* every FROM of it, those inside joins too */
    size_t n_froms;
    const alk_sql *found;          /* the FROM whose column was written last: it may stand here */
} alk__scope;

/* How often a name was made up of a base. */
typedef struct alk__counter {
    const char *base;
    size_t length;
    uintptr_t last;
} alk__counter;
#define ALK__FEW_COUNTERS 8

#define ALK__SINGLE 99                  /* as tight as leaves nothing but a single term without parentheses */
#define ALK__PLAIN_NAMES 32
#define ALK__LABEL_NUMBER 6             /* bytes that a label leaves for a number behind it */

typedef struct alk__render {
    alk__buffer out;
    alk_arena *arena;              /* for names; the result keeps it */
    alk__dialect dialect;
    int markers;                   /* ALK_MARKERS_…, never OF_DIALECT */
    bool literals;                 /* values are written into the text */
    bool unqualified;              /* columns stand without their table */
    bool condition;                /* the node that is written next stands where a condition does */
    unsigned truths;               /* conditions as values inside one another */
    bool lint;                     /* what looks like a mistake is told in the log */
    bool once;                     /* what is compiled does not keep the statement: a definition, which has no values */
    bool return_keys;              /* an INSERT gives back what is not known of its key */
    bool in_ddl;                   /* the same, and no parameters */
    const alk_dialect_option *ddl_options;     /* of the definition that is written; NULL: none */
    const alk_schema_map *schemas;
    size_t n_schemas;
    const alk__value_node **values;/* of the whole statement, in tree order */
    size_t n_values, next_value;
    alk__vector marker_list;       /* of alk__marker */
    alk__vector names;             /* of const char *: named parameters in order of first appearance */
    alk__vector schema_marks;      /* of alk__schema_mark */
    alk__vector columns;           /* of alk__result_column: of the outermost statement */
    alk__vector keys;              /* of alk__key_source: of an INSERT of one row, when that is the outermost statement */
    alk__vector anonymous;         /* FROMs without a name and what they are called */
    alk__counter few_counters[ALK__FEW_COUNTERS];      /* of made-up names: the first of them, */
    size_t n_few_counters;
    alk__map counters;             /* and the others */
    alk__map labels;               /* of the columns of SELECTs, as far as they were asked for */
    uint32_t label_length;         /* the most that a made-up name has; 0: no limit but the dialect's */
    alk_sv plain_names[ALK__PLAIN_NAMES];      /* written without quotes before, by their address */
    const alk_sql *root;           /* what is compiled: alone it stands without parentheses */
    alk__scope *scope;
    const alk_sql *wants_where;    /* the SELECT that must have one */
    const alk_sql *target;         /* of the running INSERT, UPDATE or DELETE */
    const alk__node *assigning;    /* what holds the SETs of it: the statement, or the row of an INSERT that is written */
    const alk__node *setting;      /* the SET whose value is written */
    uint32_t assigned_depth;       /* values of other columns inside one another */
    const char *output;            /* what stands before its columns in OUTPUT: "inserted." */
    const alk__node *hinted;       /* the statement whose hints go to its tables */
    const alk_sql *into;           /* the table that a query makes, */
    const alk_sql *into_select;    /* and the SELECT that says it */
    bool locked;                   /* it has a table with a hint that locks it */
    const char *hint;              /* the column that the next value meets */
    const alk__node *ordering;     /* the statement whose ORDER BY, GROUP BY or DISTINCT ON is written: its labels may be names there */
    const alk_sql *order_label;    /* the term that is written: a label stands for itself only as a whole term */
    alk__vector ctes;              /* of const alk_sql *: those that do not nest and were written */
    alk__vector nested_ctes;       /* the same of those that nest, as far as the statement that is written sees them */
    bool from_only;                /* a query inside FROM: it sees nothing of what is around it, unless it says so */
    const alk__node *counted;      /* the query whose rows a query around it counts, as databases without LIMIT want it */
    size_t n_selected;             /* how many of its columns are selected; those behind are only locked */
    alk__vector *wanted;           /* takes the names of the next list of columns; NULL: nobody asks */
    const alk_sql *not_asked;      /* the node that a dialect has written by the library after all */
    unsigned level;                /* statements around this one */
    bool new_row;                  /* the row that an upsert could not insert has a name of its own */
    unsigned columns_level;        /* of the statement whose columns are the result's */
    unsigned depth;
} alk__render;

/* ---- from statement to text ---- */
typedef struct alk__rendering {
    const alk__dialect *dialect;
    const alk_compile_options *options;    /* may be NULL */
    bool lint;                     /* what looks like a mistake is told in the log */
    bool once;                     /* what is compiled does not keep the statement: a definition, which has no values */
    bool return_keys;              /* an INSERT gives back what is not known of its key */
    uint32_t label_length;         /* unless the options say it; 0: no limit */
} alk__rendering;
/* Renders the whole; r must be freed whatever it returns. */
int alk__render_begin(alk__render *r, const alk_sql *statement, const alk__rendering *how);
void alk__render_free(alk__render *r);

/* ---- writing ---- */
static inline void alk__put(alk__render *r, const char *text) { alk__buffer_puts(&r->out, text); }
/* A name, in quotes where it needs them. It must not change while the statement is rendered. */
int alk__put_name(alk__render *r, const char *name);
/* A schema's name as the map has it, and a dot; nothing for no schema. */
int alk__put_schema(alk__render *r, const char *schema);
int alk__put_literal(alk__render *r, const alk_cell *value, const alk_type *type);
int alk__put_value(alk__render *r, const alk__value_node *value, uint32_t item);
int alk__put_param(alk__render *r, const char *name, const alk_type *type);
int alk__put_client_default(alk__render *r, const alk_column *column, bool on_update);
/* What the row that an upsert could not insert is called, where its values have an alias. */
const char *alk__new_row(const alk__render *r);
int alk__put_table_name(alk__render *r, const alk_table *table);
int alk__put_collate(alk__render *r, const char *schema, const char *name);          /* COLLATE and the name; nothing for none. schema may be NULL */
int alk__put_type(alk__render *r, const alk_type *type, bool cast);
/* "count_1": the base and the next number of it. It lives as long as the rendering. NULL: no memory. */
const char *alk__made_up_name(alk__render *r, const char *base);
/* What a FROM is called in this statement. NULL on failure. */
const char *alk__from_name(alk__render *r, const alk_sql *from);
/* What an expression without a name is called in the list of columns, and by those who take it from there. NULL: no memory. */
const char *alk__label_of(alk__render *r, const alk_sql *column);
/* The base of such a name; NULL: it is given none. */
const char *alk__label_base(const alk_sql *column);
int alk__unsupported(const alk__render *r, const char *what);

/* ---- nodes, by family ---- */
int alk__render_node(alk__render *r, const alk_sql *node);                 /* anything */
int alk__render_list(alk__render *r, const alk_sql *const *nodes, size_t n, const char *between);
int alk__render_operand(alk__render *r, const alk_sql *node, int op);      /* in parentheses where it binds no tighter */
int alk__render_within(alk__render *r, const alk_sql *node, int op, int around);       /* the same, of an operator op (ALK__OP_NONE: another one) as tight as `around` */
int alk__put_in_parens(alk__render *r, const alk_sql *node);
/* An operand of op (ALK__OP_NONE: it needs no parentheses) beside another one (NULL: beside nothing that tells what it is). A parameter is told what it is, where the database would take it for something else. */
int alk__render_beside(alk__render *r, const alk_sql *node, const alk_sql *other, int op);
int alk__render_all_beside(alk__render *r, const alk_sql *const *nodes, size_t n, const alk_sql *other);       /* a list of such */
bool alk__is_sent(const alk__render *r, const alk_sql *node);              /* as a parameter */
const alk_sql *alk__first_unsent(const alk__render *r, const alk_sql *const *nodes, size_t n, size_t step);    /* of every step-th node the first that is no parameter; NULL: none */
bool alk__is_decimal_as_text(const alk__render *r, const alk_type *type, const alk_sql *other);                /* what is sent so beside another must be made a number */
int alk__put_number(alk__render *r, const alk_sql *node, const alk__value_node *list, uint32_t item);         /* the node, or that item of a list, made a number */
const char *alk__hint_of(const alk_sql *node);                             /* what a value beside it is called after; NULL: nothing */
int alk__render_condition(alk__render *r, const alk_sql *node, int op);    /* a condition, where booleans are numbers too */
static inline bool alk__takes_no_conditions(const alk__render *r)          /* as values */
{
    return r->dialect.rules->more & ALK_SQL_MORE_NO_CONDITION_VALUES;
}
bool alk__is_condition(const alk_sql *node);
static inline bool alk__is_bare_condition(const alk__render *r, const alk_sql *node)       /* one that the database does not take as a value */
{
    return alk__takes_no_conditions(r) && alk__is_condition(node);
}
int alk__render_truth(alk__render *r, const alk_sql *node);                /* such a one as a value */
int alk__render_conditions(alk__render *r, const alk__node *statement, uint16_t kind, const char *keyword);
int alk__render_expression(alk__render *r, const alk__node *node);
int alk__render_in(alk__render *r, const alk__node *node);
int alk__render_item(alk__render *r, const alk__node *node);               /* arrays, their items, parts of JSON documents */
int alk__render_json_as(alk__render *r, const alk_sql *value, const alk_type *type);       /* what is made to be of that type: a part of a document, or another value */
int alk__render_function(alk__render *r, const alk__node *node);           /* a call, an aggregate with what belongs to it, a window */
int alk__put_call(alk__render *r, const char *name, const alk_sql *const *arguments, size_t n);
const char *alk__function_spelling(const alk__render *r, const char *name);            /* the dialect's; NULL: as it stands */
int alk__put_spelt(alk__render *r, const alk__node *node, const char *spelling);       /* a call as a spelling says, {0} its first argument */
int alk__render_query(alk__render *r, const alk_sql *query);               /* without parentheses around it */
int alk__render_bare_query(alk__render *r, const alk_sql *query);          /* whose CTEs stand before what is around it */
int alk__render_in_parens(alk__render *r, const alk_sql *query);
int alk__render_two(alk__render *r, const alk__node *node, const char *token);         /* an operator between its two operands */
int alk__render_match(alk__render *r, const alk__node *node);              /* a pattern that is looked for in a text */
int alk__render_assigned(alk__render *r, const alk__node *node);
int alk__render_label_ref(alk__render *r, const alk__node *node);
const alk_sql *alk__ordered_column(const alk__render *r, const char *name);            /* of the statement whose ORDER BY, GROUP BY or DISTINCT ON is written; NULL: none */
int alk__render_raw(alk__render *r, const alk_sql *raw, const alk__node *with);        /* with: what gives its parameters values; NULL: nothing */
int alk__render_change(alk__render *r, const alk__node *node);
/* The key of the row that an INSERT makes, where it is the statement that is compiled: its columns are noted before the row is written, then which of them a marker sends
 * (value NULL: the marker itself), then behind the row those that nothing tells are asked for, where they are wanted. */
int alk__render_key_begin(alk__render *r, const alk__node *insert);
void alk__note_key(alk__render *r, const alk_sql *column, const alk_sql *value, size_t markers);
int alk__render_key(alk__render *r, bool can_return);
int alk__render_table_hints(alk__render *r, const alk_sql *from);          /* those for a FROM of the running statement */
int alk__render_lock_hint(alk__render *r, const alk_sql *from);            /* what locks its rows, where that is a hint */
int alk__render_ddl(alk__render *r, const alk__node *node);
int alk__render_hints_of(alk__render *r, const alk__node *statement, uint32_t place, const char *before, const char *behind);
static inline int alk__render_hints(alk__render *r, const alk__node *statement, uint32_t place, const char *before, const char *behind)
{
    return alk__node_may_have(statement, ALK__NODE_HINT) ? alk__render_hints_of(r, statement, place, before, behind) : ALK_OK;
}
bool alk__has_table_hint(const alk__render *r, const alk_sql *from);
int alk__render_first_hints(alk__render *r, const alk__node *statement);        /* behind its first word, and a blank behind them */
int alk__render_last_hints(alk__render *r, const alk__node *statement);         /* at its end */
int alk__render_with(alk__render *r, const alk_sql *statement);            /* WITH …, of the outermost statement or of those that keep theirs */
int alk__render_order_by(alk__render *r, const alk_sql *const *terms, size_t n);

/* ---- FROM ---- */
typedef struct alk__from_list {
    alk__vector items;             /* of const alk_sql *: what the FROM lists, joins made */
    alk__vector all;               /* of const alk_sql *: with what is inside joins */
    alk__vector made;              /* of const alk_sql *: joins that were made here, to be freed */
} alk__from_list;
int alk__from_collect(alk__render *r, const alk__node *statement, alk__from_list *list);
void alk__from_free(alk__from_list *list);
int alk__render_from(alk__render *r, const alk_sql *from);                 /* as it stands in FROM, with its alias */
int alk__render_bare_from(alk__render *r, const alk_sql *from);            /* the same without hints */
int alk__render_values(alk__render *r, const alk__node *values);           /* VALUES (…), (…) without a name */
int alk__render_values_query(alk__render *r, const alk__node *values);     /* the same as a query, of any database */
int alk__render_scalar_values(alk__render *r, const alk__node *values);    /* the same in parentheses */
int alk__render_from_list(alk__render *r, const alk__from_list *list);
/* The condition that follows from the foreign keys; a fresh node, or an error node. */
alk_sql *alk__join_condition(const alk_sql *left, const alk_sql *right);
void alk__lint_froms(alk__render *r, const alk__node *select, const alk__from_list *froms);
bool alk__from_holds(const alk_sql *from, const alk_sql *member);  /* the same, or inside its joins */
int alk__check_selected(const alk__render *r, const alk_sql *from);        /* whether a column of it may stand here: an error where no query around selects from it */
/* The columns of a FROM or query, by number; NULL: no more, or not known. */
const alk_sql *alk__column_of_from(const alk_sql *from, size_t i);
/* How many columns a query has; SIZE_MAX: that is not known. */
size_t alk__width_of(const alk_sql *query);
const char *alk__column_name(const alk_sql *column);               /* NULL: it has none */
/* A failure where it is known that a FROM has no column of that name; and that a query has other than as many columns as there are names for. */
int alk__check_column_of(alk__render *r, const alk_sql *from, const char *name);
int alk__check_width(const alk_sql *query, size_t names, const char *what);
/* A failure where a query stands for a value, and has more columns than one. */
int alk__check_scalar(const alk_sql *node);
bool alk__is_taken(const alk__vector *names, const char *name);    /* among const char *; NULL: a column without one */
/* The same as it is called in the FROM that it is taken from. alk__ambiguous: another column there has that name before it. */
const char *alk__name_at(alk__render *r, const alk_sql *column);
const char *alk__name_within(alk__render *r, const alk_sql *from, const alk_sql *column);     /* of a column behind a FROM */
/* What a SELECT calls its column of that number; NULL: it has no name, or there is no memory. */
const char *alk__label_at(alk__render *r, const alk__node *select, size_t index);
extern const char alk__ambiguous[];
/* With labels; noted as the result's when the statement is the outermost. select: whose columns they are, NULL: another statement's. */
int alk__render_columns(alk__render *r, const alk__node *select, const alk_sql *const *columns, size_t n);
/* The parts of a statement of one kind, one after the other: for (size_t i = from; (part = alk__part(statement, kind, &i)); ) */
const alk__node *alk__find_part(const alk__node *statement, uint16_t kind, size_t *at);
const alk__node *alk__find_last_part(const alk__node *statement, uint16_t kind);
static inline const alk__node *alk__part(const alk__node *statement, uint16_t kind, size_t *at)
{
    return alk__node_may_have(statement, kind) ? alk__find_part(statement, kind, at) : NULL;
}
static inline const alk__node *alk__last_part(const alk__node *statement, uint16_t kind)
{
    return alk__node_may_have(statement, kind) ? alk__find_last_part(statement, kind) : NULL;
}
#endif
