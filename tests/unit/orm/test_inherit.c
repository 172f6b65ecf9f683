/* SPDX-License-Identifier: MIT
 * Inheritance: variants in their base's table, and in tables of their own that are joined; rows are read as what they are. */
#include "orm_test.h"

/* Employees: managers and clerks are in the table of all, engineers have one of their own, and so have chiefs, who are engineers too; interns are engineers by name alone. */
#define OFFICE(X, m)                                                                    \
    X(m, key,  id,        BIGINT)                                                       \
    X(m, col,  city,      TEXT)                                                         \
    X(m, many, staff,     employee, .order_by = ALK_COLUMNS(&employee.id), .cascade = ALK_CASCADE_ALL | ALK_CASCADE_DELETE_ORPHAN) \
    X(m, many, engineers, engineer, .order_by = ALK_COLUMNS(&employee.name), .view_only = true) \
    X(m, many, managers,  manager,  .view_only = true)
ALK_MODEL(office, OFFICE);
#define EMPLOYEE(X, m)                                                                  \
    X(m, key,  id,        BIGINT)                                                       \
    X(m, col,  kind,      VARCHAR(20), .discriminator = true)                           \
    X(m, col,  name,      TEXT)                                                         \
    X(m, opt,  office_id, BIGINT, .references = &office.id)                             \
    X(m, opt,  boss_id,   BIGINT, .references = &employee.id)                           \
    X(m, one,  office,    office)                                                       \
    X(m, one,  boss,      employee, .via = &employee.boss_id)                           \
    X(m, many, reports,   employee, .via = &employee.boss_id, .order_by = ALK_COLUMNS(&employee.id))
ALK_MODEL(employee, EMPLOYEE);
#define MANAGER(X, m)                                                                   \
    X(m, base, employee)                                                                \
    X(m, opt,  budget,    BIGINT)                                                       \
    X(m, opt,  motto,     TEXT)                                                         \
    X(m, many, projects,  project)
ALK_MODEL(manager, MANAGER);
#define CLERK(X, m)                                                                     \
    X(m, base, employee)                                                                \
    X(m, opt,  desk,      INTEGER)
ALK_MODEL(clerk, CLERK);
#define ENGINEER(X, m)                                                                  \
    X(m, base, employee)                                                                \
    X(m, part, id,        BIGINT, employee.id, .primary_key = true, .references = &employee.id) \
    X(m, col,  language,  TEXT, .server_default = "'C'")                                \
    X(m, opt,  project_id, BIGINT, .references = &project.id)                           \
    X(m, one,  project,   project)
ALK_MODEL(engineer, ENGINEER);
#define CHIEF(X, m)                                                                     \
    X(m, base, engineer)                                                                \
    X(m, part, id,        BIGINT, engineer.employee.id, .primary_key = true, .references = &engineer.id) \
    X(m, col,  car,       TEXT)
ALK_MODEL(chief, CHIEF);
#define INTERN(X, m)                                                                    \
    X(m, base, engineer)                                                                \
    X(m, opt,  school,    TEXT)
ALK_MODEL(intern, INTERN);
#define PROJECT(X, m)                                                                   \
    X(m, key,  id,        BIGINT)                                                       \
    X(m, col,  title,     TEXT)                                                         \
    X(m, opt,  lead_id,   BIGINT, .references = &employee.id)                           \
    X(m, one,  lead,      manager)                                                      \
    X(m, many, crew,      engineer, .via = &engineer.project_id, .order_by = ALK_COLUMNS(&engineer.id))
ALK_MODEL(project, PROJECT);

ALK_DEFINE(office, OFFICE, "offices");
ALK_DEFINE(employee, EMPLOYEE, "employees", .polymorphic_identity = "employee", .variants = ALK_TABLES(&manager.table, &clerk.table, &engineer.table));
ALK_DEFINE_IN(employee, manager, MANAGER, "employees", .polymorphic_identity = "manager");
ALK_DEFINE_IN(employee, clerk, CLERK, "employees", .polymorphic_identity = "clerk");
ALK_DEFINE(engineer, ENGINEER, "engineers", .polymorphic_identity = "engineer", .variants = ALK_TABLES(&chief.table, &intern.table));
ALK_DEFINE(chief, CHIEF, "chiefs", .polymorphic_identity = "chief");
ALK_DEFINE_IN(engineer, intern, INTERN, "engineers", .polymorphic_identity = "intern");
ALK_DEFINE(project, PROJECT, "projects");

static void setup(void)
{
    orm_setup();
    alk_check_ok(alk_create_all(alk_session_conn(s), office.table, employee.table, manager.table, clerk.table, engineer.table, chief.table, intern.table, project.table));
    alk_check_ok(alk_commit(s));
    ran();
}

ALK_SUITE(inherit, setup, orm_teardown);

/* One of each, in two offices. */
static void company(void)
{
    struct office *oslo = alk_add(s, office, .city = "Oslo"), *rome = alk_add(s, office, .city = "Rome");
    struct manager *ada = alk_add(s, manager, .employee = { .id = 1, .name = "Ada", .office = oslo }, .budget = ALK_SOME(500), .motto = "on time");
    alk_check_made(ada);
    struct project *sea = alk_add(s, project, .title = "Sea", .lead = ada);
    alk_add(s, clerk, .employee = { .id = 2, .name = "Bob", .office = oslo, .boss = &ada->employee }, .desk = ALK_SOME(7));
    alk_add(s, engineer, .employee = { .id = 3, .name = "Cyd", .office = rome, .boss = &ada->employee }, .language = "Ada", .project = sea);
    struct chief *dan = alk_add(s, chief, .engineer = { .employee = { .id = 4, .name = "Dan", .office = rome }, .project = sea }, .car = "Fiat");
    alk_check_made(dan);
    alk_add(s, intern, .engineer = { .employee = { .id = 5, .name = "Eve", .office = rome, .boss = &dan->engineer.employee } }, .school = "ETH");
    alk_add(s, employee, .id = 6, .name = "Fay");
    alk_check_ok(alk_commit(s));
    anew();
}

ALK_TEST(inherit, rows_are_in_the_tables_of_their_parts)
{
    company();
    alk_check_int(ask("select count(*) from employees"), 6);
    alk_check_str(ask_text("select group_concat(kind, ' ') from (select kind from employees order by id)"), "manager clerk engineer chief intern employee");
    alk_check_str(ask_text("select budget || motto from employees where name = 'Ada'"), "500on time");
    alk_check_int(ask("select desk from employees where name = 'Bob'"), 7);
    alk_check_str(ask_text("select group_concat(id || language, ' ') from (select id, language from engineers order by id)"), "3Ada 4C 5C");
    alk_check_str(ask_text("select group_concat(id || car, ' ') from chiefs"), "4Fiat");
    alk_check_str(ask_text("select school from engineers where id = 5"), "ETH");
}

ALK_TEST(inherit, a_query_of_the_base_gives_each_as_what_it_is)
{
    company();
    alk_arena *arena = alk_arena_new();
    struct employee **all;
    size_t n;
    ran();
    alk_check_ok(alk_all_of_model(alk_execute(s, alk_select(employee.table, alk_order_by(employee.id))), employee, arena, &all, &n));
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 6);
    struct manager *ada = alk_as(s, manager, all[0]);
    struct chief *dan = alk_as(s, chief, all[3]);
    struct engineer *eve = alk_as(s, engineer, all[4]);
    alk_check_made(ada);
    alk_check_int(ada->budget.value, 500);
    alk_check_str(ada->motto, "on time");
    alk_check_made(dan);
    alk_check_str(dan->car, "Fiat");
    alk_check_str(dan->engineer.language, "C");
    alk_check_str(dan->engineer.employee.name, "Dan");
    alk_check_made(eve);
    alk_check(alk_as(s, intern, eve) != NULL);
    alk_check_str(alk_as(s, intern, eve)->school, "ETH");
    alk_check(!alk_as(s, manager, all[1]));
    alk_check(!alk_as(s, chief, all[2]));
    alk_check(!alk_as(s, clerk, all[5]));
    alk_check_int(alk_as(s, clerk, all[1])->desk.value, 7);
    alk_check(alk_find(s, employee, 4) == &dan->engineer.employee);
    alk_check(alk_find(s, engineer, 4) == &dan->engineer);
    alk_check(alk_find(s, chief, 4) == dan);
    alk_check_int(ran(), 0);
    alk_arena_free(arena);
}

ALK_TEST(inherit, a_query_of_a_variant_gives_its_own)
{
    company();
    alk_result *r = alk_execute(s, alk_select(manager.table));
    struct manager *m = alk_next_of(r, manager);
    alk_check_made(m);
    alk_check_str(m->employee.name, "Ada");
    alk_check(!alk_next_of(r, manager));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(engineer.table, alk_where(alk_gt(employee.name, "C")), alk_order_by(employee.name)));
    const char *names[] = { "Cyd", "Dan", "Eve" };
    for (int i = 0; i < 3; i++) {
        struct engineer *e = alk_next_of(r, engineer);
        alk_check_made(e);
        alk_check_str(e->employee.name, names[i]);
    }
    alk_check(!alk_next_of(r, engineer));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(intern.table, alk_where(alk_eq(intern.school, "ETH"))));
    struct intern *eve = alk_next_of(r, intern);
    alk_check_made(eve);
    alk_check_str(eve->engineer.language, "C");
    alk_check(!alk_next_of(r, intern));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(chief.table));
    alk_check_made(alk_next_of(r, chief));
    alk_check(!alk_next_of(r, chief));
    alk_check_ok(alk_close(r));
}

ALK_TEST(inherit, a_key_is_found_as_what_it_is)
{
    company();
    struct employee *e = alk_find(s, employee, 3);
    alk_check_made(e);
    alk_check_int(ran(), 1);
    alk_check_str(alk_as(s, engineer, e)->language, "Ada");
    alk_check(!alk_find(s, manager, 3));
    alk_check_int(alk_last_error()->code, ALK_ERROR_NO_ROW);
    struct chief *dan = alk_find(s, chief, 4);
    alk_check_made(dan);
    alk_check_str(dan->engineer.employee.name, "Dan");
    alk_check_made(alk_find(s, manager, 1));
    alk_check(!alk_find(s, clerk, 1));
    alk_check(!alk_find(s, intern, 3));
}

ALK_TEST(inherit, a_new_one_is_found_by_its_base)
{
    struct manager *ada = alk_add(s, manager, .employee = { .id = 70, .name = "Ada" });
    alk_check_made(ada);
    alk_check(alk_find(s, employee, 70) == &ada->employee);
    alk_check_state(ada, ALK_STATE_PERSISTENT);
}

ALK_TEST(inherit, only_the_parts_that_changed_are_written)
{
    company();
    struct chief *dan = alk_find(s, chief, 4);
    alk_check_made(dan);
    ran();
    dan->car = "Volvo";
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 1);
    dan->engineer.employee.name = "Daniel";
    dan->engineer.language = "Go";
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("UPDATE"), 2);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name || language || car from employees natural join engineers natural join chiefs"), "DanielGoVolvo");
    struct manager *ada = alk_find(s, manager, 1);
    alk_check_made(ada);
    ada->budget = (alk_opt_int64)ALK_SOME(600);
    ada->employee.name = "Ada L.";
    ran();
    alk_check_ok(alk_commit(s));
    alk_check_int(ran_of("UPDATE"), 1);
    alk_check_str(ask_text("select name || budget from employees where id = 1"), "Ada L.600");
}

ALK_TEST(inherit, all_parts_are_deleted)
{
    company();
    struct chief *dan = alk_find(s, chief, 4);
    struct employee *eve = alk_find(s, employee, 5);
    alk_check_made(dan);
    alk_check_made(eve);
    alk_check_ok(alk_relate(s, eve, employee.boss, NULL));
    alk_check_ok(alk_delete(s, dan));
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("DELETE"), 3);
    alk_check_int(ask("select (select count(*) from employees) + (select count(*) from engineers) + (select count(*) from chiefs)"), 5 + 2);
    alk_check_ok(alk_rollback(s));
    alk_check_state(dan, ALK_STATE_PERSISTENT);
    alk_check_str(dan->car, "Fiat");
    alk_check_int(ask("select count(*) from chiefs"), 1);
}

ALK_TEST(inherit, relationships_lead_to_what_is_there)
{
    company();
    struct office *rome = alk_find(s, office, 2);
    struct manager *ada = alk_find(s, manager, 1);
    alk_check_made(rome);
    alk_check_made(ada);
    ran();
    alk_check_ok(alk_load(s, &rome, 1, office.staff));
    alk_check_int(ran(), 1);
    alk_check_int(rome->staff.count, 3);
    alk_check_str(alk_as(s, chief, rome->staff.items[1])->car, "Fiat");
    alk_check_ok(alk_load(s, &rome, 1, office.engineers));
    alk_check_int(rome->engineers.count, 3);
    alk_check_str(rome->engineers.items[0]->employee.name, "Cyd");
    alk_check(rome->engineers.items[1] == &alk_as(s, chief, rome->staff.items[1])->engineer);
    alk_check_ok(alk_load(s, &rome, 1, office.managers));
    alk_check_int(rome->managers.count, 0);
    alk_check_ok(alk_load(s, &ada, 1, employee.reports));
    alk_check_int(ada->employee.reports.count, 2);
    alk_check_ok(alk_load(s, &ada, 1, manager.projects));
    alk_check_int(ada->projects.count, 1);
    alk_check_ok(alk_load(s, &ada->projects.items, 0, project.crew));
    struct project *sea = ada->projects.items[0];
    alk_check_ok(alk_load(s, &sea, 1, project.crew, engineer.project));
    alk_check_int(sea->crew.count, 2);
    alk_check(sea->crew.items[0]->project == sea);
    alk_check(alk_related(s, sea, project.lead) == ada);
    alk_check_int(alk_count_of(s, rome, office.staff), 3);
    anew();
    rome = alk_find(s, office, 2);
    alk_check_int(alk_count_of(s, rome, office.engineers), 3);
    alk_check_int(alk_count_of(s, rome, office.managers), 0);
}

ALK_TEST(inherit, loads_along_in_every_way)
{
    company();
    for (int way = 0; way < 3; way++) {
        alk_result *r = alk_execute(s, alk_select(office.table, way == 0 ? alk_with(office.staff, engineer.project) : way == 1 ? alk_with_joined(office.staff, engineer.project)
                                                                                                                        : alk_with_subquery(office.staff, engineer.project),
                                                  way == 1 ? alk_with_joined(office.engineers) : alk_with(office.engineers), alk_order_by(office.id), alk_limit(10)));
        ran();
        struct office *oslo = alk_next_of(r, office), *rome = alk_next_of(r, office);
        alk_check_made(oslo);
        alk_check_made(rome);
        alk_check_int(oslo->staff.count, 2);
        alk_check_int(rome->staff.count, 3);
        alk_check_int(rome->engineers.count, 3);
        alk_check_int(oslo->engineers.count, 0);
        alk_check_str(alk_as(s, engineer, rome->staff.items[0])->project->title, "Sea");
        alk_check_str(alk_as(s, intern, rome->staff.items[2])->school, "ETH");
        alk_check_int(alk_as(s, manager, oslo->staff.items[0])->budget.value, 500);
        alk_check_ok(alk_close(r));
        alk_check_int(ran(), way == 1 ? 0 : 3);
        anew();
    }
}

ALK_TEST(inherit, paths_go_on_from_those_that_have_the_relationship)
{
    company();
    alk_result *r = alk_execute(s, alk_select(office.table, alk_with(office.staff, engineer.project, project.lead), alk_order_by(office.id)));
    struct office *oslo = alk_next_of(r, office), *rome = alk_next_of(r, office);
    alk_check_made(oslo ? rome : NULL);
    alk_check_ok(alk_close(r));
    alk_check_int(oslo->staff.count, 2);
    alk_check_str(alk_as(s, engineer, rome->staff.items[0])->project->lead->motto, "on time");
    anew();
    r = alk_execute(s, alk_select(employee.table, alk_with(manager.projects, project.crew), alk_order_by(employee.id)));
    struct manager *ada = alk_as(s, manager, alk_next_of(r, employee));
    alk_check_made(ada);
    alk_check_ok(alk_close(r));
    alk_check_int(ada->projects.items[0]->crew.count, 2);
}

ALK_TEST(inherit, conditions_go_along_relationships)
{
    company();
    int64_t n = 0;
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(office.table), alk_where(alk_has(office.staff, alk_eq(employee.name, "Dan"))))), &n));
    alk_check_int(n, 1);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(office.table), alk_where(alk_has(office.engineers, alk_eq(engineer.language, "C"))))), &n));
    alk_check_int(n, 1);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(office.table), alk_where(alk_has(office.managers, NULL)))), &n));
    alk_check_int(n, 1);
    alk_result *r = alk_execute(s, alk_select(engineer.table, alk_where(alk_has(engineer.project, alk_eq(project.title, "Sea"))), alk_order_by(engineer.id)));
    alk_check_made(alk_next_of(r, engineer));
    alk_check_made(alk_next_of(r, engineer));
    alk_check(!alk_next_of(r, engineer));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(manager.table, alk_where(alk_has(employee.reports, NULL))));
    alk_check_made(alk_next_of(r, manager));
    alk_check(!alk_next_of(r, manager));
    alk_check_ok(alk_close(r));
    struct manager *ada = alk_find(s, manager, 1);
    r = alk_execute(s, alk_select(employee.table, alk_where(alk_related_to(employee.boss, s, ada))));
    int found = 0;
    while (alk_next_of(r, employee))
        found++;
    alk_check_int(found, 2);
    alk_check_ok(alk_close(r));
}

ALK_TEST(inherit, columns_of_variants_narrow_a_query_of_the_base)
{
    company();
    alk_result *r = alk_execute(s, alk_select(employee.table, alk_where(alk_or(alk_gt(manager.budget, 100), alk_eq(chief.car, "Fiat"))), alk_order_by(employee.id)));
    struct employee *first = alk_next_of(r, employee), *second = alk_next_of(r, employee);
    alk_check_made(first);
    alk_check_made(second);
    alk_check_str(first->name, "Ada");
    alk_check_str(second->name, "Dan");
    alk_check(!alk_next_of(r, employee));
    alk_check_ok(alk_close(r));
}

ALK_TEST(inherit, objects_move_and_are_orphaned_as_others)
{
    company();
    struct office *oslo = alk_find(s, office, 1), *rome = alk_find(s, office, 2), *both[] = { oslo, rome };
    alk_check_ok(alk_load(s, both, 2, office.staff));
    struct employee *cyd = rome->staff.items[0];
    alk_check_ok(alk_append(s, oslo, office.staff, cyd));
    alk_check_int(rome->staff.count, 2);
    alk_check(cyd->office == oslo);
    struct employee *eve = rome->staff.items[1];
    alk_check_ok(alk_remove(s, rome, office.staff, eve));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select office_id from employees where name = 'Cyd'"), 1);
    alk_check_int(ask("select count(*) from engineers where id = 5"), 0);
    alk_check_int(ask("select count(*) from employees where id = 5"), 0);
    alk_check_ok(alk_delete(s, rome));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from chiefs"), 0);
    alk_check_int(ask("select count(*) from engineers"), 1);
}

ALK_TEST(inherit, what_is_expired_is_read_anew_for_all_kinds_at_once)
{
    company();
    alk_arena *arena = alk_arena_new();
    struct employee **all;
    size_t n;
    alk_check_ok(alk_all_of_model(alk_execute(s, alk_select(employee.table, alk_order_by(employee.id))), employee, arena, &all, &n));
    alk_check_ok(run_sql("update chiefs set car = 'Saab'"));
    alk_check_ok(run_sql("update employees set name = name || '!'"));
    alk_check_ok(alk_expire(s, NULL));
    alk_check_ok(alk_load(s, all, n, employee.office));
    alk_check_str(alk_as(s, chief, all[3])->car, "Saab");
    alk_check_str(all[0]->name, "Ada!");
    alk_check_ok(alk_refresh(s, all[2]));
    alk_close(alk_execute(s, alk_update(employee.table, alk_set(employee.name, "same"))));
    alk_check_str(all[2]->name, "same");
    alk_close(alk_execute(s, alk_update(engineer.table, alk_set(engineer.language, "Lisp"))));
    alk_check_str(alk_as(s, engineer, all[4])->language, "Lisp");
    alk_arena_free(arena);
}

static alk_sql *in_rome(const alk_sql *from, void *payload)
{
    return alk_eq(alk_at(from, employee.office_id), *(const int *)payload);
}

static alk_sql *speaks_c(const alk_sql *from, void *payload)
{
    (void)payload;
    return alk_eq(alk_at(from, engineer.language), "C");
}

ALK_TEST(inherit, a_criterion_on_the_base_holds_for_variants)
{
    company();
    int rome = 2;
    alk_check_ok(alk_session_criterion(s, employee.table, in_rome, &rome));
    int64_t n = 0;
    alk_result *r = alk_execute(s, alk_select(employee.table));
    while (alk_next_of(r, employee))
        n++;
    alk_check_ok(alk_close(r));
    alk_check_int(n, 3);
    r = alk_execute(s, alk_select(manager.table));
    alk_check(!alk_next_of(r, manager));
    alk_check_ok(alk_close(r));
    alk_check(!alk_find(s, manager, 1));
    alk_check_ok(alk_session_criterion(s, employee.table, NULL, NULL));
    alk_check_made(alk_find(s, manager, 1));
    alk_check_ok(alk_session_criterion(s, employee.table, in_rome, &rome));
    alk_check(!alk_find(s, manager, 1));                           /* though the session has it */
    alk_check_ok(alk_session_criterion(s, engineer.table, speaks_c, NULL));
    r = alk_execute(s, alk_select(engineer.table, alk_order_by(engineer.id)));
    struct engineer *dan = alk_next_of(r, engineer);
    alk_check_made(dan);
    alk_check_str(dan->employee.name, "Dan");
    alk_check_made(alk_next_of(r, engineer));
    alk_check(!alk_next_of(r, engineer));
    alk_check_ok(alk_close(r));
}

ALK_TEST(inherit, aliases_of_a_base_have_their_variants)
{
    company();
    const alk_sql *other = alk_keep(alk_alias(employee.table, "other"));
    alk_result *r = alk_execute(s, alk_select(employee.table, other, alk_join_on(other, alk_eq(alk_at(other, employee.id), employee.boss_id)), alk_order_by(employee.id)));
    alk_check(alk_next(r));
    struct employee *bob = alk_entity_of(r, employee.table), *ada = alk_entity_of(r, other);
    alk_check_made(bob);
    alk_check_made(ada);
    alk_check_int(alk_as(s, clerk, bob)->desk.value, 7);
    alk_check_int(alk_as(s, manager, ada)->budget.value, 500);
    alk_check(alk_next(r));
    alk_check(alk_next(r));
    struct chief *dan = alk_as(s, chief, alk_entity_of(r, other));
    alk_check_made(dan);
    alk_check_str(dan->car, "Fiat");
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_free(other);
}

ALK_TEST(inherit, rows_of_raw_sql_are_told_by_names)
{
    company();
    alk_result *r = alk_execute(s, alk_raw("select * from employees left join engineers using (id) left join chiefs using (id) order by id"));
    int n = 0;
    for (struct employee *e; (e = alk_next_of(r, employee)); n++)
        if (n == 3)
            alk_check_str(alk_as(s, chief, e)->car, "Fiat");
    alk_check_int(n, 6);
    alk_check_ok(alk_close(r));
    anew();
    r = alk_execute(s, alk_raw("select id, name from employees"));
    alk_check(!alk_next_of(r, employee));
    alk_check_fails(alk_close(r), ALK_ERROR_ARGUMENT, "no column kind, which tells the model");
}

ALK_TEST(inherit, merging_and_copies_keep_the_kind)
{
    company();
    alk_arena *arena = alk_arena_new();
    struct chief *dan = alk_find(s, chief, 4), *copy = alk_copy_of(s, chief, dan, arena);
    alk_check_made(copy);
    anew();
    copy->car = "Tesla";
    copy->engineer.employee.name = "D";
    struct chief *merged = alk_merge(s, chief, copy);
    alk_check_made(merged);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name || car from employees natural join chiefs"), "DTesla");
    struct employee as_employee = { .id = 4, .kind = "chief", .name = "E" };
    alk_check(alk_merge(s, employee, &as_employee) == &merged->engineer.employee);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name || car from employees natural join chiefs"), "ETesla");
    alk_arena_free(arena);
}

ALK_TEST(inherit, savepoints_and_rollbacks_bring_all_parts_back)
{
    company();
    struct chief *dan = alk_find(s, chief, 4);
    alk_check_made(dan);
    alk_check_ok(alk_session_savepoint(s, NULL));
    dan->car = "Lada";
    struct chief *gus = alk_add(s, chief, .engineer = { .employee = { .name = "Gus" }, .language = "B" }, .car = "Skoda");
    alk_check_ok(alk_flush(s));
    alk_check(gus->engineer.employee.id > 0);
    alk_check_str(gus->engineer.employee.kind, "chief");
    alk_check_ok(alk_session_rollback_to(s, NULL));
    alk_check_str(dan->car, "Fiat");
    alk_check_state(gus, ALK_STATE_DETACHED);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from chiefs"), 1);
}

ALK_TEST(inherit, many_are_inserted_part_by_part)
{
    for (int i = 0; i < 50; i++) {
        alk_check_made(alk_add(s, engineer, .employee = { .name = "e" }, .language = "C"));
        alk_check_made(alk_add(s, manager, .employee = { .name = "m" }, .budget = ALK_SOME(i)));
    }
    ran();
    alk_check_ok(alk_commit(s));
    alk_check(ran() <= 3 * 50);
    alk_check_int(ask("select count(*) from employees natural join engineers"), 50);
    alk_check_int(ask("select sum(budget) from employees"), 49 * 50 / 2);
}

ALK_TEST(inherit, what_cannot_be_is_refused)
{
    company();
    alk_check(!alk_add(s, employee, .kind = "manager", .name = "x"));
    alk_check_error(ALK_ERROR_ARGUMENT, "a struct of employees, whose kind is 'employee', says that it is manager: it has to be added as a struct of that");
    struct manager *ada = alk_find(s, manager, 1);
    alk_check_made(ada);
    ada->employee.kind = "clerk";
    alk_check_fails(alk_flush(s), ALK_ERROR_NOT_SUPPORTED, "kind tells its model, and cannot be changed");
    alk_check_ok(alk_rollback(s));
    ada->employee.id = 99;
    alk_check_fails(alk_flush(s), ALK_ERROR_NOT_SUPPORTED, "id tells the rows of all its tables, and cannot be changed");
    alk_check_ok(alk_rollback(s));
    alk_check_ok(run_sql("insert into employees (id, kind, name) values (50, 'wizard', 'W')"));
    alk_check(!alk_find(s, employee, 50));
    alk_check_error(ALK_ERROR_DATA, "a row of employees is of no model that is known here: its kind is wizard");
    alk_check_ok(run_sql("update employees set kind = 'clerk' where id = 1"));
    alk_result *r = alk_execute(s, alk_select(employee.table, alk_load_anew(), alk_order_by(employee.id)));
    alk_check(!alk_next_of(r, employee));
    alk_check_fails(alk_close(r), ALK_ERROR_DATA, "is manager in this session and clerk in the database");
    alk_check_fails(alk_session_bind(s, chief.table, engine), ALK_ERROR_ARGUMENT, "bind that one");
    alk_check_fails(alk_close(alk_conn_execute(alk_session_conn(s), alk_select(manager.table), ALK_LIST_ENDED(&alk_end))), ALK_ERROR_COMPILE, "has no table of its own");
    struct clerk *bob = alk_find(s, clerk, 2);
    alk_check_made(bob);
    alk_check_ok(alk_delete(s, bob));
    alk_check_made(alk_add(s, engineer, .employee = { .id = 2, .name = "Bob" }, .language = "C"));
    alk_check_fails(alk_flush(s), ALK_ERROR_NOT_SUPPORTED, "clerk 2 is deleted as clerk and added as engineer");
}

/* ---- shards ---- */

static int by_name(const alk_sql *table, const void *entity, void *payload)
{
    (void)payload;
    return table != office.table && ((const struct employee *)entity)->name[0] >= 'M';
}

ALK_TEST(inherit, variants_are_in_the_shards_of_their_base)
{
    static const alk_shard_chooser chooser = { .struct_size = sizeof chooser, .of_object = by_name };
    alk_engine *engines[] = { engine, alk_open("sqlite://") };
    alk_conn *conn = alk_connect(engines[1]);
    alk_check_made(conn);
    alk_check_ok(alk_create_all(conn, office.table, employee.table, manager.table, clerk.table, engineer.table, chief.table, intern.table, project.table));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_fails(alk_session_shards(s, engineer.table, engines, 2, &chooser, NULL), ALK_ERROR_ARGUMENT, "table engineers is of a variant, whose rows are where those of its base are: that one is sharded");
    alk_check_ok(alk_session_shards(s, NULL, engines, 2, &chooser, NULL));
    struct engineer *zoe = alk_add(s, engineer, .employee = { .id = 1, .name = "Zoe" }, .language = "C");
    alk_check_made(zoe);
    struct manager *ada = alk_add(s, manager, .employee = { .id = 1, .name = "Ada" }, .budget = ALK_SOME(5));
    struct employee *max = alk_add(s, employee, .id = 2, .name = "A clerk by no name", .boss = &zoe->employee);
    alk_check(zoe && ada && max);
    alk_check(alk_entity_shard(s, zoe) == 1 && alk_entity_shard(s, ada) == 0 && alk_entity_shard(s, max) == 1);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from engineers"), 0);
    alk_check_ok(alk_session_close(s));
    s = alk_session_open(engine);
    alk_check_made(s);
    alk_check_ok(alk_session_shards(s, NULL, engines, 2, &chooser, NULL));
    alk_result *r = alk_execute(s, alk_select(employee.table, alk_with(employee.boss), alk_order_by(employee.id)));
    struct employee *first = alk_next_of(r, employee), *second = alk_next_of(r, employee), *third = alk_next_of(r, employee);
    alk_check(first && second && third && !alk_next_of(r, employee));
    alk_check_ok(alk_close(r));
    ada = alk_as(s, manager, first);
    zoe = alk_as(s, engineer, second);
    alk_check(ada && zoe && ada->budget.value == 5 && alk_entity_shard(s, zoe) == 1 && third->boss == second);
    alk_check_str(zoe->language, "C");
    const alk_value one = alk_value_int(1);
    alk_check(!alk_entity_find(s, engineer.table, &one, 1, ALK_FIND_ON_SHARD(0)));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no engineers 1");
    alk_check(alk_entity_find(s, employee.table, &one, 1, ALK_FIND_ON_SHARD(1)) == zoe && alk_find(s, engineer, 1) == zoe && alk_find(s, manager, 1) == ada);
    zoe->language = "Ada";
    alk_check_ok(alk_close(alk_execute(s, alk_update(engineer.table, alk_set(engineer.language, "Lisp")))));
    alk_check_str(zoe->language, "Lisp");
    struct employee *all[] = { first, second, third };
    alk_check_ok(alk_expire(s, NULL));
    alk_check_ok(alk_load(s, all, 3, employee.reports));
    alk_check(second->reports.count == 1 && second->reports.items[0] == third && first->reports.count == 0);
    alk_check_ok(alk_session_close(s));
    s = NULL;
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engines[1]);
}
