/* SPDX-License-Identifier: MIT
 * The session's criteria: which tables of a statement they are for, and how they become a part of it. */
#ifndef ALK_ORM_CRITERIA_H
#define ALK_ORM_CRITERIA_H
#include "session.h"

enum { ALK__PLACES = 32 };

/* Tables and aliases of one statement that the session has a condition for. */
typedef struct alk__places {
    alk_session *session;
    struct alk__place {
        const alk_sql *from;
        const alk__store *store;
        bool outer, done;              /* rows may have none; it is a part of the join */
    } all[ALK__PLACES];
    unsigned n;
} alk__places;

bool alk__has_criteria(const alk_session *session);
/* Those that a part of a statement selects from, joins, or names a column of. */
int alk__places_find(alk__places *places, const alk_sql *part);
/* One more, where a model's objects stand. */
int alk__places_add(alk__places *places, const alk_sql *from, const alk__store *store, bool outer);
/* A left join with a condition more, fresh; NULL: it stays as it is. */
const alk_sql *alk__places_join(alk__places *places, const alk_sql *join);
/* The conditions of the others, as clauses, into `out`, where there is room for ALK__PLACES. Returns how many there are. */
unsigned alk__places_where(const alk__places *places, const alk_sql **out);

/* What a join leads to, by the part behind it. */
const alk_sql *alk__joined(const alk_sql *right);
/* The statement with criteria in all queries inside it; of one that changes rows in itself, too. The same statement where nothing of it applies, else one that is kept. NULL with the
 * error. */
const alk_sql *alk__with_criteria(alk_session *session, const alk_sql *statement, alk_arena *arena);
#endif
