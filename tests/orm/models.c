/* SPDX-License-Identifier: MIT
 * See models.h. */
#include "models.h"

ALK_DEFINE(team, TEAM, "om_team");
ALK_DEFINE(player, PLAYER, "om_player");
ALK_DEFINE(crate, CRATE, "om_crate");
ALK_DEFINE(mascot, MASCOT, "om_mascot");
ALK_DEFINE(parcel, PARCEL, "om_parcel");
ALK_DEFINE(entry, ENTRY, "om_entry");
ALK_DEFINE(guest, GUEST, "om_guest");
ALK_DEFINE(skill, SKILL, "om_skill");
ALK_DEFINE(player_skill, PLAYER_SKILL, "om_player_skill");
ALK_DEFINE(badge, BADGE, "om_badge");
ALK_DEFINE(node, NODE, "om_node");
ALK_DEFINE(cell, CELL, "om_cell");
static const alk_constraint mark_keys[] = {
    { .kind = ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_COLUMNS(&mark.x, &mark.y), .references = ALK_COLUMNS(&cell.x, &cell.y), .on_update = ALK_CASCADE },
    { .kind = ALK_CONSTRAINT_END },
};
ALK_DEFINE(mark, MARK, "om_mark", .constraints = mark_keys);
ALK_DEFINE(beast, BEAST, "om_beast", .polymorphic_identity = "beast", .variants = ALK_TABLES(&cat.table, &dog.table));
ALK_DEFINE_IN(beast, cat, CAT, "om_beast", .polymorphic_identity = "cat");
ALK_DEFINE(dog, DOG, "om_dog", .polymorphic_identity = "dog", .variants = ALK_TABLES(&wolf.table));
ALK_DEFINE(wolf, WOLF, "om_wolf", .polymorphic_identity = "wolf");
ALK_DEFINE(collar, COLLAR, "om_collar");
ALK_DEFINE(ticket, TICKET, "om_ticket");
ALK_DEFINE(clan, CLAN, "om_clan");
ALK_DEFINE(kin, KIN, "om_kin");
ALK_DEFINE(hen, HEN, "om_hen");
ALK_DEFINE(egg, EGG, "om_egg");

alk_sql *doubled_size(const alk_sql *from)
{
    return alk_times(alk_at(from, team.size), 2);
}

#define NAMED(m) #m, &m.table, sizeof(struct m)
const table_info tables[N_TABLES] = {
    [T_TEAM] = { NAMED(team), 5, 1, 3, { &team.id, &team.name, &team.motto, &team.size, &team.notes }, { 1, 2, 3 }, .generated = true },
    [T_PLAYER] = { NAMED(player), 5, 1, 2, { &player.id, &player.team_id, &player.version, &player.name, &player.score }, { 3, 4 }, .generated = true, .version = 2 },
    [T_CRATE] = { NAMED(crate), 4, 1, 2, { &crate.id, &crate.team_id, &crate.name, &crate.weight }, { 2, 3 }, .generated = true },
    [T_MASCOT] = { NAMED(mascot), 3, 1, 1, { &mascot.id, &mascot.team_id, &mascot.name }, { 2 }, .generated = true },
    [T_PARCEL] = { NAMED(parcel), 3, 1, 1, { &parcel.id, &parcel.team_id, &parcel.name }, { 2 }, .generated = true },
    [T_ENTRY] = { NAMED(entry), 3, 1, 1, { &entry.id, &entry.team_id, &entry.name }, { 2 }, .generated = true },
    [T_GUEST] = { NAMED(guest), 3, 1, 1, { &guest.id, &guest.team_id, &guest.name }, { 2 }, .generated = true },
    [T_SKILL] = { NAMED(skill), 2, 1, 1, { &skill.code, &skill.title }, { 1 }, .generated = false },
    [T_BADGE] = { NAMED(badge), 4, 2, 1, { &badge.player_id, &badge.number, &badge.skill_code, &badge.grade }, { 3 }, .generated = false },
    [T_NODE] = { NAMED(node), 3, 1, 1, { &node.id, &node.parent_id, &node.name }, { 2 }, .generated = true },
    [T_CELL] = { NAMED(cell), 3, 2, 1, { &cell.x, &cell.y, &cell.name }, { 2 }, .generated = false },
    [T_MARK] = { NAMED(mark), 4, 1, 1, { &mark.id, &mark.x, &mark.y, &mark.name }, { 3 }, .generated = true },
#define OF_BEAST &beast.id, &beast.team_id, &beast.leader_id, &beast.version, &beast.name
    [T_BEAST] = { NAMED(beast), 5, 1, 1, { OF_BEAST }, { 4 }, .generated = true, .version = 3, .rows = "om_beast WHERE kind = 'beast'" },
    [T_CAT] = { NAMED(cat), 7, 1, 3, { OF_BEAST, &cat.lives, &cat.motto }, { 5, 4, 6 }, .generated = true, .version = 3, .base = T_BEAST, .rows = "om_beast WHERE kind = 'cat'" },
    /* Parts without the rest of their object come up too. */
    [T_DOG] = { NAMED(dog), 7, 1, 3, { OF_BEAST, &dog.breed, &dog.tricks }, { 5, 4, 6 }, .generated = true, .version = 3, .base = T_BEAST,
                .rows = "om_dog LEFT JOIN om_beast ON om_beast.id = om_dog.id WHERE om_beast.kind IS NULL OR om_beast.kind <> 'wolf'" },
    [T_WOLF] = { NAMED(wolf), 8, 1, 4, { OF_BEAST, &dog.breed, &dog.tricks, &wolf.pack }, { 4, 5, 6, 7 }, .generated = true, .version = 3, .base = T_DOG,
                 .rows = "om_wolf LEFT JOIN om_dog ON om_dog.id = om_wolf.id LEFT JOIN om_beast ON om_beast.id = om_wolf.id" },
    [T_COLLAR] = { NAMED(collar), 3, 1, 1, { &collar.id, &collar.dog_id, &collar.name }, { 2 }, .generated = true },
    [T_TICKET] = { NAMED(ticket), 3, 1, 1, { &ticket.id, &ticket.team_id, &ticket.name }, { 2 }, .generated = true },
    [T_CLAN] = { NAMED(clan), 3, 1, 1, { &clan.id, &clan.chief_id, &clan.name }, { 2 }, .generated = true },
    [T_KIN] = { NAMED(kin), 3, 1, 1, { &kin.id, &kin.clan_id, &kin.name }, { 2 }, .generated = true },
    [T_HEN] = { NAMED(hen), 3, 1, 1, { &hen.id, &hen.egg_id, &hen.name }, { 2 }, .generated = true },
    [T_EGG] = { NAMED(egg), 3, 1, 1, { &egg.id, &egg.hen_id, &egg.name }, { 2 }, .generated = true },
};

const fk_info fks[N_FKS] = {
    [F_PLAYER] = { T_PLAYER, T_TEAM, 1, { 1 }, { 0 }, false, true, LOST_IS_ERROR, &player.team, &team.players },
    [F_CRATE] = { T_CRATE, T_TEAM, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, NULL, &team.crates },
    [F_MASCOT] = { T_MASCOT, T_TEAM, 1, { 1 }, { 0 }, true, false, LOST_IS_NULL, &mascot.team, &team.mascot },
    [F_PARCEL] = { T_PARCEL, T_TEAM, 1, { 1 }, { 0 }, false, true, LOST_IS_ORPHAN, &parcel.team, &team.parcels },
    [F_ENTRY] = { T_ENTRY, T_TEAM, 1, { 1 }, { 0 }, false, true, LOST_IS_DELETED, &entry.team, &team.logs },
    [F_GUEST] = { T_GUEST, T_TEAM, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &guest.team, &team.guests },
    [F_BADGE] = { T_BADGE, T_PLAYER, 1, { 0 }, { 0 }, false, true, LOST_IS_ORPHAN, &badge.player, &player.badges },
    [F_BADGE_SKILL] = { T_BADGE, T_SKILL, 1, { 2 }, { 0 }, true, true, LOST_IS_REFUSED, &badge.skill, NULL },
    [F_NODE] = { T_NODE, T_NODE, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &node.parent, &node.children },
    [F_MARK] = { T_MARK, T_CELL, 2, { 1, 2 }, { 0, 1 }, true, true, LOST_IS_NULL, &mark.cell, &cell.marks },
    [F_BEAST] = { T_BEAST, T_TEAM, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &beast.team, &team.beasts },
    [F_LEADER] = { T_BEAST, T_BEAST, 1, { 2 }, { 0 }, true, true, LOST_IS_NULL, &beast.leader, &beast.followers },
    [F_COLLAR] = { T_COLLAR, T_DOG, 1, { 1 }, { 0 }, false, true, LOST_IS_ORPHAN, &collar.dog, &dog.collars },
    [F_TICKET] = { T_TICKET, T_TEAM, 1, { 1 }, { 0 }, true, true, LOST_IS_REFUSED, NULL, &team.tickets },
    [F_KIN] = { T_KIN, T_CLAN, 1, { 1 }, { 0 }, false, true, LOST_IS_ERROR, &kin.clan, &clan.members },
    [F_CHIEF] = { T_CLAN, T_KIN, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &clan.chief, &kin.leads },
    [F_HEN] = { T_HEN, T_EGG, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &hen.egg, &egg.hens },
    [F_EGG] = { T_EGG, T_HEN, 1, { 1 }, { 0 }, true, true, LOST_IS_NULL, &egg.hen, &hen.eggs },
};

int models_create(alk_engine *engine)
{
    alk_conn *c = alk_connect(engine);
    int code = c ? ALK_OK : alk_last_error()->code;
#define ALL team.table, player.table, crate.table, mascot.table, parcel.table, entry.table, guest.table, skill.table, player_skill.table, badge.table, node.table, cell.table, mark.table, beast.table, cat.table, dog.table, \
    wolf.table, collar.table, ticket.table, clan.table, kin.table, hen.table, egg.table
    code = code ? code : alk_drop_all(c, ALL);
    code = code ? code : alk_create_all(c, ALL);
    code = code ? code : alk_commit(c);
    int closed = c ? alk_conn_close(c) : ALK_OK;
    return code ? code : closed;
}

static int empty_key(alk_conn *c, const alk_sql *table, const alk_sql *key)
{
    return alk_close(alk_execute(c, alk_update(table, alk_set(key, alk_null()))));
}

int models_clear(alk_engine *engine)
{
    const alk_sql *const all[] = { egg.table, hen.table, kin.table, clan.table, ticket.table, collar.table, wolf.table, dog.table, beast.table, mark.table, cell.table, node.table, badge.table,
                                   player_skill.table, skill.table, guest.table, entry.table, parcel.table, mascot.table, crate.table, player.table, team.table };
    const alk_sql *const keys[][2] = { { node.table, node.parent_id }, { beast.table, beast.leader_id }, { clan.table, clan.chief_id }, { hen.table, hen.egg_id } };       /* of circles */
    alk_conn *c = alk_connect(engine);
    int code = c ? ALK_OK : alk_last_error()->code;
    for (size_t i = 0; code == ALK_OK && i < sizeof keys / sizeof *keys; i++)
        code = empty_key(c, keys[i][0], keys[i][1]);
    for (size_t i = 0; code == ALK_OK && i < sizeof all / sizeof *all; i++)
        code = alk_close(alk_execute(c, alk_delete_from(all[i])));
    code = code ? code : alk_commit(c);
    int closed = c ? alk_conn_close(c) : ALK_OK;
    return code ? code : closed;
}
