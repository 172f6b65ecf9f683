/* SPDX-License-Identifier: MIT
 * A schema with every kind of relationship, and tables that tell of it, so that operations and the model are written once for all kinds. */
#ifndef ALK_TEST_ORM_MODELS_H
#define ALK_TEST_ORM_MODELS_H
#include <alkahest/alkahest.h>

#define TEAM(X, m)                                                                              \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, col,  name,     VARCHAR(40))                                                           \
    X(m, opt,  motto,    VARCHAR(40))                                                           \
    X(m, opt,  size,     INTEGER)                                                               \
    X(m, opt,  notes,    VARCHAR(40), .deferred = true)                                         \
    X(m, many, players,  player)                                                                \
    X(m, many, crates,   crate)                                                                 \
    X(m, one,  mascot,   mascot)                                                                \
    X(m, many, parcels,  parcel, .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN)        \
    X(m, many, logs,     entry)                                                                 \
    X(m, many, guests,   guest)                                                                 \
    X(m, many, beasts,   beast)                                                                 \
    X(m, many, tickets,  ticket, .write_only = true)                                            \
    X(m, expr, doubled,  INTEGER, doubled_size)
ALK_MODEL(team, TEAM);
alk_sql *doubled_size(const alk_sql *from);

/* A key that cannot be NULL, a version, both sides. */
#define PLAYER(X, m)                                                                            \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, col,  team_id,  BIGINT, .references = &team.id)                                        \
    X(m, col,  version,  INTEGER, .version = true)                                              \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, opt,  score,    INTEGER)                                                               \
    X(m, one,  team,     team)                                                                  \
    X(m, many, skills,   skill, .through = &player_skill.table)                                 \
    X(m, many, badges,   badge, .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN)
ALK_MODEL(player, PLAYER);

/* The other side alone has a member. */
#define CRATE(X, m)                                                                             \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, opt,  team_id,  BIGINT, .references = &team.id)                                        \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, opt,  weight,   INTEGER)
ALK_MODEL(crate, CRATE);

/* One to one. */
#define MASCOT(X, m)                                                                            \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, opt,  team_id,  BIGINT, .references = &team.id)                                        \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, one,  team,     team)
ALK_MODEL(mascot, MASCOT);

/* Deleted with its owner, and when it loses it. */
#define PARCEL(X, m)                                                                            \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, col,  team_id,  BIGINT, .references = &team.id)                                        \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, one,  team,     team)
ALK_MODEL(parcel, PARCEL);

/* Deleted by the database. */
#define ENTRY(X, m)                                                                             \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, col,  team_id,  BIGINT, .references = &team.id, .on_delete = ALK_CASCADE)              \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, one,  team,     team)
ALK_MODEL(entry, ENTRY);

/* Its key is set to NULL by the database. */
#define GUEST(X, m)                                                                             \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, opt,  team_id,  BIGINT, .references = &team.id, .on_delete = ALK_SET_NULL)             \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, one,  team,     team)
ALK_MODEL(guest, GUEST);

/* A text as the key, which may change; many to many. */
#define SKILL(X, m)                                                                             \
    X(m, key,  code,     VARCHAR(40))                                                           \
    X(m, opt,  title,    VARCHAR(40))                                                           \
    X(m, many, players,  player, .through = &player_skill.table)
ALK_MODEL(skill, SKILL);
#define PLAYER_SKILL(X, m)                                                                      \
    X(m, key,  player_id,  BIGINT, .references = &player.id)                                    \
    X(m, key,  skill_code, VARCHAR(40), .references = &skill.code, .on_update = ALK_CASCADE)
ALK_MODEL(player_skill, PLAYER_SKILL);

/* Between two others, with columns of its own. */
#define BADGE(X, m)                                                                             \
    X(m, key,  player_id,  BIGINT, .references = &player.id)                                    \
    X(m, key,  number,     INTEGER)                                                             \
    X(m, opt,  skill_code, VARCHAR(40), .references = &skill.code, .on_update = ALK_CASCADE)    \
    X(m, opt,  grade,      INTEGER)                                                             \
    X(m, one,  player,     player)                                                              \
    X(m, one,  skill,      skill)
ALK_MODEL(badge, BADGE);

/* A tree. */
#define NODE(X, m)                                                                              \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, opt,  parent_id, BIGINT, .references = &node.id)                                       \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  parent,    node)                                                                 \
    X(m, many, children,  node)
ALK_MODEL(node, NODE);

/* A key of two columns, which may change. */
#define CELL(X, m)                                                                              \
    X(m, key,  x,        INTEGER)                                                               \
    X(m, key,  y,        INTEGER)                                                               \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, many, marks,    mark)
ALK_MODEL(cell, CELL);
#define MARK(X, m)                                                                              \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, opt,  x,        INTEGER)                                                               \
    X(m, opt,  y,        INTEGER)                                                               \
    X(m, opt,  name,     VARCHAR(40))                                                           \
    X(m, one,  cell,     cell)
ALK_MODEL(mark, MARK);

/* A hierarchy: cats are in the table of all, dogs have one of their own, and so have wolves, who are dogs too. */
#define BEAST(X, m)                                                                             \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, col,  kind,      VARCHAR(10), .discriminator = true)                                   \
    X(m, opt,  team_id,   BIGINT, .references = &team.id)                                       \
    X(m, opt,  leader_id, BIGINT, .references = &beast.id)                                      \
    X(m, col,  version,   INTEGER, .version = true)                                             \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  team,      team)                                                                 \
    X(m, one,  leader,    beast, .via = &beast.leader_id)                                       \
    X(m, many, followers, beast, .via = &beast.leader_id)
ALK_MODEL(beast, BEAST);
struct look {
    alk_opt_int32 lives;
    const char *motto;
};
#define CAT(X, m)                                                                               \
    X(m, base, beast)                                                                           \
    X(m, held, look,      struct look)                                                          \
    X(m, part, lives,     INTEGER, look.lives, .nullable = true)                                \
    X(m, part, motto,     VARCHAR(40), look.motto, .nullable = true)
ALK_MODEL(cat, CAT);
#define DOG(X, m)                                                                               \
    X(m, base, beast)                                                                           \
    X(m, part, id,        BIGINT, beast.id, .primary_key = true, .references = &beast.id)       \
    X(m, opt,  breed,     VARCHAR(40))                                                          \
    X(m, opt,  tricks,    INTEGER)                                                              \
    X(m, many, collars,   collar, .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN)
ALK_MODEL(dog, DOG);
#define WOLF(X, m)                                                                              \
    X(m, base, dog)                                                                             \
    X(m, part, id,        BIGINT, dog.beast.id, .primary_key = true, .references = &dog.id)     \
    X(m, opt,  pack,      VARCHAR(40))
ALK_MODEL(wolf, WOLF);

/* Its owner is a variant. */
#define COLLAR(X, m)                                                                            \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, col,  dog_id,    BIGINT, .references = &dog.id)                                        \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  dog,       dog)
ALK_MODEL(collar, COLLAR);

/* Too many to be loaded. */
#define TICKET(X, m)                                                                            \
    X(m, key,  id,       BIGINT)                                                                \
    X(m, opt,  team_id,  BIGINT, .references = &team.id)                                        \
    X(m, opt,  name,     VARCHAR(40))
ALK_MODEL(ticket, TICKET);

/* Circles: of two tables that refer to each other; by a key that is written at the end, and by two that may both be NULL. */
#define CLAN(X, m)                                                                              \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, opt,  chief_id,  BIGINT, .references = &kin.id)                                        \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  chief,     kin, .via = &clan.chief_id, .post_update = true)                      \
    X(m, many, members,   kin, .via = &kin.clan_id)
ALK_MODEL(clan, CLAN);
#define KIN(X, m)                                                                               \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, col,  clan_id,   BIGINT, .references = &clan.id)                                       \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  clan,      clan, .via = &kin.clan_id)                                            \
    X(m, many, leads,     clan, .via = &clan.chief_id)
ALK_MODEL(kin, KIN);
#define HEN(X, m)                                                                               \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, opt,  egg_id,    BIGINT, .references = &egg.id)                                        \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  egg,       egg, .via = &hen.egg_id)                                              \
    X(m, many, eggs,      egg, .via = &egg.hen_id)
ALK_MODEL(hen, HEN);
#define EGG(X, m)                                                                               \
    X(m, key,  id,        BIGINT)                                                               \
    X(m, opt,  hen_id,    BIGINT, .references = &hen.id)                                        \
    X(m, opt,  name,      VARCHAR(40))                                                          \
    X(m, one,  hen,       hen, .via = &egg.hen_id)                                              \
    X(m, many, hens,      hen, .via = &hen.egg_id)
ALK_MODEL(egg, EGG);

enum table_number { T_TEAM, T_PLAYER, T_CRATE, T_MASCOT, T_PARCEL, T_ENTRY, T_GUEST, T_SKILL, T_BADGE, T_NODE, T_CELL, T_MARK, T_BEAST, T_CAT, T_DOG, T_WOLF, T_COLLAR, T_TICKET, T_CLAN, T_KIN, T_HEN, T_EGG, N_TABLES };
enum { MOST_COLUMNS = 8, MOST_VALUES = 4 };

/* Foreign keys, by the table that has them, or by what they lead to. */
enum fk_number {
    F_PLAYER, F_CRATE, F_MASCOT, F_PARCEL, F_ENTRY, F_GUEST, F_BADGE, F_BADGE_SKILL, F_NODE, F_MARK, F_BEAST, F_LEADER, F_COLLAR, F_TICKET, F_KIN, F_CHIEF, F_HEN, F_EGG, N_FKS
};

/* What happens to children when their parent goes. */
enum rule {
    LOST_IS_ERROR,                     /* their key cannot be NULL */
    LOST_IS_NULL,                      /* whether the session or the database does it */
    LOST_IS_DELETED,                   /* the same */
    LOST_IS_ORPHAN,                    /* deleted, also when it is taken out of the collection */
    LOST_IS_REFUSED                    /* nobody knows of them but the database, which refuses */
};

typedef struct table_info {
    const char *name;
    const alk_sql *const *table;
    size_t struct_size;
    unsigned n_columns, n_key, n_values;
    const alk_sql *const *columns[MOST_COLUMNS];
    unsigned values[MOST_VALUES];      /* columns that are neither key, foreign key nor version */
    bool generated;
    unsigned version;                  /* the column; 0: none */
    enum table_number base;            /* whose columns it begins with; T_TEAM: none */
    const char *rows;                  /* what its rows are selected from, and no others; NULL: its table */
} table_info;

typedef struct fk_info {
    enum table_number child, parent;
    unsigned n, columns[2], keys[2];   /* of the child; of the parent's key */
    bool nullable, many;               /* many: the parent's side */
    enum rule rule;
    const alk_sql *const *one, *const *side;       /* the child's and the parent's relationship, where they have one */
} fk_info;

extern const table_info tables[N_TABLES];
extern const fk_info fks[N_FKS];

static inline const alk_column *column_of(enum table_number t, unsigned i) { return alk_column_definition(*tables[t].columns[i]); }
/* Things of the one are things of the other too. */
static inline bool is_a(enum table_number t, enum table_number base)
{
    while (t != base && tables[t].base != T_TEAM)
        t = tables[t].base;
    return t == base;
}
static inline enum table_number root_of(enum table_number t) { return tables[t].base == T_TEAM ? t : root_of(tables[t].base); }
static inline size_t offset_of(const alk_sql *relationship) { return alk_relationship_definition(relationship)->offset; }

int models_create(alk_engine *engine);
int models_clear(alk_engine *engine);
#endif
