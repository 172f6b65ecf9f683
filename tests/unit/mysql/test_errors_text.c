/* SPDX-License-Identifier: MIT
 * The server's messages: no values in them, and the names that they tell. */
#include "errors_text.h"
#include "driver/mysql_error.h"
#include "my.h"

static void becomes(unsigned number, const char *message, const char *expected)
{
    char out[700];
    alk__driver_mysql_message(number, message, out, sizeof out);
    alk_check_str(out, expected);
}

ALK_TEST(errors_text, values_are_cut)
{
    becomes(1062, "Duplicate entry 'se'cret' for key 'name'", "Duplicate entry for key 'name'");
    becomes(1062, "Duplicate entry 'a for key b' for key 't.name'", "Duplicate entry for key 't.name'");
    becomes(1062, "Duplicate what", "Duplicate entry");
    becomes(1366, "Incorrect integer value: 'secret' for column `d`.`t`.`v` at row 1", "Incorrect integer value for column `d`.`t`.`v` at row 1");
    becomes(1292, "Truncated incorrect DOUBLE value: 'secret'", "Truncated incorrect DOUBLE value");
    becomes(1292, "Incorrect datetime value: 'x' for ' for column 'v' at row 1", "Incorrect datetime value for column 'v' at row 1");
    becomes(1300, "Invalid utf8mb4 character string: 'secret'", "Invalid utf8mb4 character string");
    becomes(1411, "Incorrect datetime value: 'secret' for function str_to_date", "Incorrect datetime value for function str_to_date");
    becomes(1690, "BIGINT value is out of range in '(9223372036854775807 + 1)'", "BIGINT value is out of range");
    becomes(1146, "Table 'd.t' doesn't exist", "Table 'd.t' doesn't exist");
}

static void tells(my *m, unsigned number, const char *message, const char *schema, const char *table, const char *column, const char *constraint)
{
    alk_err *err = my_err(m);
    alk__host()->err_set(err, ALK_ERROR_INTEGRITY, "23000", number, "x", 1);
    alk__my_details(number, message, err);
    alk_check_status(alk__err_end(err, ALK_ERROR_INTEGRITY, "execute"), ALK_ERROR_INTEGRITY);
    alk_check_str(alk_last_error()->schema, schema);
    alk_check_str(alk_last_error()->table, table);
    alk_check_str(alk_last_error()->column, column);
    alk_check_str(alk_last_error()->constraint, constraint);
}

ALK_TEST(errors_text, names)
{
    my m;
    my_tables(&m);
    tells(&m, 1062, "Duplicate entry 'x' for key 'name'", NULL, NULL, NULL, "name");
    tells(&m, 1062, "Duplicate entry 'x' for key 't.name'", NULL, "t", NULL, "name");
    tells(&m, 1048, "Column 'v' cannot be null", NULL, NULL, "v", NULL);
    tells(&m, 1364, "Field 'v' doesn't have a default value", NULL, NULL, "v", NULL);
    tells(&m, 1406, "Data too long for column 'v' at row 1", NULL, NULL, "v", NULL);
    tells(&m, 1366, "Incorrect integer value: 'x' for column `d`.`t`.`v` at row 1", "d", "t", "v", NULL);
    tells(&m, 1452, "Cannot add or update a child row: a foreign key constraint fails (`d`.`c`, CONSTRAINT `c_ibfk_1` FOREIGN KEY (`p`) REFERENCES `p` (`id`))", "d", "c", "p", "c_ibfk_1");
    tells(&m, 4025, "CONSTRAINT `t.v` failed for `d`.`t`", "d", "t", NULL, "v");
    tells(&m, 4025, "CONSTRAINT `positive` failed for `d`.`t`", "d", "t", NULL, "positive");
    tells(&m, 3819, "Check constraint 'positive' is violated.", NULL, NULL, NULL, "positive");
    tells(&m, 1146, "Table 'd.t' doesn't exist", "d", "t", NULL, NULL);
    tells(&m, 1062, "something else", NULL, NULL, NULL, NULL);
    tells(&m, 1452, "fails (`d", NULL, NULL, NULL, NULL);
}

ALK_TEST(errors_text, positions)
{
    static const char message[] = "You have an error in your SQL syntax; check the manual … to use near 'selekt 1' at line 1";
    alk_check_int(alk__my_position(message, my_sv("selekt 1")), 1);
    alk_check_int(alk__my_position(message, my_sv("/*\xc3\xa4*/ selekt 1")), 7);
    alk_check_int(alk__my_position(message, my_sv("selekt 1; selekt 1")), 0);
    alk_check_int(alk__my_position(message, my_sv("else")), 0);
    alk_check_int(alk__my_position("near '' at line 1", my_sv("select")), 0);
    alk_check_int(alk__my_position("nothing", my_sv("select")), 0);
}
