/* SPDX-License-Identifier: MIT
 * How the columns of a table are members of a struct, worked out once for each model and checked as a whole: keys, members, relationships. Mappers are the process's; they never
 * change once they are there, and any thread reads them. */
#ifndef ALK_ORM_MAPPER_H
#define ALK_ORM_MAPPER_H
#include <alkahest/field.h>
#include <alkahest/schema.h>
#include <alkahest/value.h>
#include <string.h>

enum { ALK__KEY_COLUMNS = 8 };         /* the most that a key, or a foreign key, may have */

typedef enum alk__content { ALK__CONTENT_PLAIN, ALK__CONTENT_TEXT, ALK__CONTENT_VIEW, ALK__CONTENT_CELL, ALK__CONTENT_OWN } alk__content;

/* A column as a member, or a derived member. */
typedef struct alk__property {
    const alk_column *column;
    alk_sql *(*expression)(const alk_sql *from);       /* of what is derived; NULL: a column */
    const alk_sql *table;              /* as it stands in statements */
    alk_field field;                   /* without a name: by position */
    uint16_t number;                   /* of the mapper's properties */
    uint16_t size;                     /* of the value's bytes */
    uint16_t state;                    /* of the state byte, inside the member; 0: none */
    uint8_t content;                   /* alk__content */
    uint8_t part;                      /* of the mapper's */
    bool key, version, deferred, discriminator;
    bool padded;                       /* CHAR(n): some databases give it with blanks up to n, which do not count */
    bool unsent;                       /* the database makes it, or it is derived: it is never sent */
    bool defaulted;                    /* the program or the database gives it one when it is left out */
    bool given;                        /* of a key: the same, and it lacks a value where all of its bytes are 0 */
} alk__property;

typedef enum alk__direction {
    ALK__TO_ONE,                       /* the foreign key is the owner's: here it is, there the target's key */
    ALK__TO_MANY,                      /* the foreign key is the target's */
    ALK__TO_ONE_THERE,                 /* the same, of which there is at most one */
    ALK__THROUGH,                      /* both keys are in a table between */
    ALK__BY_CONDITION                  /* no key: the program's condition alone */
} alk__direction;

struct alk__mapper;
typedef struct alk__relation {
    const alk_relationship *definition;
    const char *name;
    struct alk__mapper *owner, *target;
    struct alk__relation *back;        /* the other side; NULL: it has no member */
    uint32_t offset;
    uint16_t number;                   /* of the owner's relations */
    uint16_t bit;                      /* of the bits that tell what is loaded */
    uint8_t direction;
    bool many, nullable;               /* nullable: the foreign key may be NULL */
    bool view_only, write_only, post_update;
    bool database_deletes;             /* what refers to a deleted row is deleted, or set to NULL, by the database */
    unsigned cascade;                  /* ALK_CASCADE_… */
    uint16_t n, n_there;               /* columns of the keys; n_there: of the target's, of ALK__THROUGH */
    uint16_t here[ALK__KEY_COLUMNS], there[ALK__KEY_COLUMNS];                          /* numbers of properties */
    const alk_sql *through;            /* of ALK__THROUGH: the table, and its columns that refer to either */
    const alk_column *through_here[ALK__KEY_COLUMNS], *through_there[ALK__KEY_COLUMNS];
} alk__relation;

/* A table that a part of each object is in. There are several with joined-table inheritance: that of the first model, those of the models between, and the last one's own. */
typedef struct alk__part {
    const alk_sql *table;              /* as it stands in statements */
    const alk_sql *rows;               /* whose structs are inserted: the same, or with the columns that variants have in it */
    uint32_t struct_size;              /* of these structs, which the object's begins with */
    const alk_column *key[ALK__KEY_COLUMNS];
} alk__part;

/* Each model of a hierarchy has a mapper. Those of variants begin with the properties and the relations of their base, which have the same numbers and the same places there. */
typedef struct alk__mapper {
    const alk_sql *sql;                /* the model's table; of a variant in its base's table no more than a name for it */
    const alk_table *table;
    const char *name;
    struct alk__mapper *base, *root;   /* base NULL: it is the root itself */
    struct alk__mapper **kin;          /* itself, and all whose base it is, or the base of whose base it is: a base before its variants */
    uint16_t n_kin;
    uint16_t n_positions;              /* of properties of all kin */
    uint16_t most_properties;          /* of the root: of any in the hierarchy */
    const char *identity;              /* what the discriminator says of its rows; NULL: it has none itself */
    alk_value identity_value;          /* the same as a value of the discriminator's type */
    const alk__property *discriminator;                /* NULL: it has neither base nor variants */
    alk__part *parts;
    uint16_t n_parts;
    alk__property *properties;
    alk__relation **relations;         /* the base's, and its own */
    uint16_t n_inherited, first_relation;              /* of properties, of relations */
    uint16_t n_properties, n_relations, n_key;
    uint16_t key[ALK__KEY_COLUMNS];
    int version;                       /* the number of the property; -1: none */
    const alk__property *generated;    /* the key that the database counts up; NULL: none */
    uint32_t struct_size, image_at, words_at, block_size;      /* from the struct's start: of the image, of more bits; block_size with the head */
    uint16_t n_bits;
    bool int_key;                      /* the key is one integer */
    bool plain;                        /* rows go straight into structs: no types of the program's own, nothing deferred */
    bool has_derived;
    uint16_t n_texts, n_optional;
    uint16_t *texts;                   /* the numbers of the properties that are texts, or views of them */
    uint16_t *optional;                /* of those that an INSERT may leave out, or that may lack a value which they need */
    alk_field *fields;                 /* of all properties, in order */
    const alk_sql *find;               /* kept: the row of a key, given as parameters */
    uint32_t *positions;               /* where it has the properties of the kin; 0, 1, 2 … where that is plain */
    bool is_run_time;
} alk__mapper;

/* The mapper of a table; NULL with an error that lists what is wrong with the model and with those that it is related to. */
alk__mapper *alk__mapper_of(const alk_sql *table);
/* The relation that a handle stands for; NULL with an error. */
alk__relation *alk__relation_of(const alk_sql *relationship);
/* The mapper's property for a column; NULL: it has none. */
const alk__property *alk__property_of(const alk__mapper *mapper, const alk_sql *column);
/* Whether a foreign key of the mapper's tables refers to one of the other's. */
bool alk__mapper_refers(const alk__mapper *mapper, const alk__mapper *other);
/* Whether the mapper's objects are objects of the other too: it is that one, or a variant of it. */
static inline bool alk__mapper_is(const alk__mapper *mapper, const alk__mapper *other)
{
    while (mapper && mapper != other)
        mapper = mapper->base;
    return mapper != NULL;
}
/* The table that the last of an object's parts is in. */
static inline const alk_sql *alk__mapper_table(const alk__mapper *mapper) { return mapper->parts[mapper->n_parts - 1].table; }
/* Says in a new struct which model it is of, where there is a discriminator; an error when the struct says that it is of another. */
int alk__set_discriminator(const alk__mapper *mapper, char *row);
/* Which of the kin is meant by the discriminator in a struct of the mapper's; NULL with an error: none is. */
const alk__mapper *alk__mapper_by_discriminator(const alk__mapper *mapper, const char *row);

static inline const alk_column *alk__table_column_at(const alk_table *table, size_t i)
{
    return (const alk_column *)(const void *)((const char *)table->columns + i * table->column_size);
}
#endif
