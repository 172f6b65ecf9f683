/* SPDX-License-Identifier: MIT
 * The Chinook sample database as models: eleven tables, with names that are not those of C, a hierarchy, and many-to-many. */
#ifndef CHINOOK_H
#define CHINOOK_H
#include <alkahest/alkahest.h>

#define ARTIST(X, m)                                                                                              \
    X(m, key,  artist_id, INTEGER, .name = "ArtistId")                                                            \
    X(m, opt,  name, NVARCHAR(120), .name = "Name")                                                               \
    X(m, many, albums, album, .cascade = ALK_CASCADE_ALL)

#define ALBUM(X, m)                                                                                               \
    X(m, key,  album_id, INTEGER, .name = "AlbumId")                                                              \
    X(m, col,  title, NVARCHAR(160), .name = "Title")                                                             \
    X(m, col,  artist_id, INTEGER, .name = "ArtistId", .references = &artist.artist_id)                           \
    X(m, one,  artist, artist)                                                                                    \
    X(m, many, tracks, track, .cascade = ALK_CASCADE_ALL)

#define EMPLOYEE(X, m)                                                                                            \
    X(m, key,  employee_id, INTEGER, .name = "EmployeeId")                                                        \
    X(m, col,  last_name, NVARCHAR(20), .name = "LastName")                                                       \
    X(m, col,  first_name, NVARCHAR(20), .name = "FirstName")                                                     \
    X(m, opt,  title, NVARCHAR(30), .name = "Title")                                                              \
    X(m, opt,  reports_to, INTEGER, .name = "ReportsTo", .references = &employee.employee_id)                     \
    X(m, opt,  birth_date, TIMESTAMP, .name = "BirthDate")                                                        \
    X(m, opt,  hire_date, TIMESTAMP, .name = "HireDate")                                                          \
    X(m, opt,  address, NVARCHAR(70), .name = "Address")                                                          \
    X(m, opt,  city, NVARCHAR(40), .name = "City")                                                                \
    X(m, opt,  state, NVARCHAR(40), .name = "State")                                                              \
    X(m, opt,  country, NVARCHAR(40), .name = "Country")                                                          \
    X(m, opt,  postal_code, NVARCHAR(10), .name = "PostalCode")                                                   \
    X(m, opt,  phone, NVARCHAR(24), .name = "Phone")                                                              \
    X(m, opt,  fax, NVARCHAR(24), .name = "Fax")                                                                  \
    X(m, opt,  email, NVARCHAR(60), .name = "Email")                                                              \
    X(m, one,  manager, employee, .via = &employee.reports_to)                                                    \
    X(m, many, reports, employee, .via = &employee.reports_to)                                                    \
    X(m, many, customers, customer)

#define CUSTOMER(X, m)                                                                                            \
    X(m, key,  customer_id, INTEGER, .name = "CustomerId")                                                        \
    X(m, col,  first_name, NVARCHAR(40), .name = "FirstName")                                                     \
    X(m, col,  last_name, NVARCHAR(20), .name = "LastName")                                                       \
    X(m, opt,  company, NVARCHAR(80), .name = "Company")                                                          \
    X(m, opt,  address, NVARCHAR(70), .name = "Address")                                                          \
    X(m, opt,  city, NVARCHAR(40), .name = "City")                                                                \
    X(m, opt,  state, NVARCHAR(40), .name = "State")                                                              \
    X(m, opt,  country, NVARCHAR(40), .name = "Country")                                                          \
    X(m, opt,  postal_code, NVARCHAR(10), .name = "PostalCode")                                                   \
    X(m, opt,  phone, NVARCHAR(24), .name = "Phone")                                                              \
    X(m, opt,  fax, NVARCHAR(24), .name = "Fax")                                                                  \
    X(m, col,  email, NVARCHAR(60), .name = "Email")                                                              \
    X(m, opt,  support_rep_id, INTEGER, .name = "SupportRepId", .references = &employee.employee_id)              \
    X(m, one,  support_rep, employee)                                                                             \
    X(m, many, invoices, invoice)

#define GENRE(X, m)                                                                                               \
    X(m, key,  genre_id, INTEGER, .name = "GenreId")                                                              \
    X(m, opt,  name, NVARCHAR(120), .name = "Name")                                                               \
    X(m, many, tracks, track)

#define MEDIA_TYPE(X, m)                                                                                          \
    X(m, key,  media_type_id, INTEGER, .name = "MediaTypeId")                                                     \
    X(m, opt,  name, NVARCHAR(120), .name = "Name")                                                               \
    X(m, many, tracks, track)

#define TRACK(X, m)                                                                                               \
    X(m, key,  track_id, INTEGER, .name = "TrackId")                                                              \
    X(m, col,  name, NVARCHAR(200), .name = "Name")                                                               \
    X(m, opt,  album_id, INTEGER, .name = "AlbumId", .references = &album.album_id)                               \
    X(m, col,  media_type_id, INTEGER, .name = "MediaTypeId", .references = &media_type.media_type_id)            \
    X(m, opt,  genre_id, INTEGER, .name = "GenreId", .references = &genre.genre_id)                               \
    X(m, opt,  composer, NVARCHAR(220), .name = "Composer")                                                       \
    X(m, col,  milliseconds, INTEGER, .name = "Milliseconds")                                                     \
    X(m, opt,  bytes, INTEGER, .name = "Bytes")                                                                   \
    X(m, col,  unit_price, NUMERIC(10, 2), .name = "UnitPrice")                                                   \
    X(m, one,  album, album)                                                                                      \
    X(m, one,  media_type, media_type)                                                                            \
    X(m, one,  genre, genre)                                                                                      \
    X(m, many, invoice_lines, invoice_line, .cascade = ALK_CASCADE_ALL)                                           \
    X(m, many, playlists, playlist, .through = &playlist_track.table)

#define INVOICE(X, m)                                                                                             \
    X(m, key,  invoice_id, INTEGER, .name = "InvoiceId")                                                          \
    X(m, col,  customer_id, INTEGER, .name = "CustomerId", .references = &customer.customer_id)                   \
    X(m, col,  invoice_date, TIMESTAMP, .name = "InvoiceDate")                                                    \
    X(m, opt,  billing_address, NVARCHAR(70), .name = "BillingAddress")                                           \
    X(m, opt,  billing_city, NVARCHAR(40), .name = "BillingCity")                                                 \
    X(m, opt,  billing_state, NVARCHAR(40), .name = "BillingState")                                               \
    X(m, opt,  billing_country, NVARCHAR(40), .name = "BillingCountry")                                           \
    X(m, opt,  billing_postal_code, NVARCHAR(10), .name = "BillingPostalCode")                                    \
    X(m, col,  total, NUMERIC(10, 2), .name = "Total")                                                            \
    X(m, one,  customer, customer)                                                                                \
    X(m, many, lines, invoice_line, .cascade = ALK_CASCADE_ALL)

#define INVOICE_LINE(X, m)                                                                                        \
    X(m, key,  invoice_line_id, INTEGER, .name = "InvoiceLineId")                                                 \
    X(m, col,  invoice_id, INTEGER, .name = "InvoiceId", .references = &invoice.invoice_id)                       \
    X(m, col,  track_id, INTEGER, .name = "TrackId", .references = &track.track_id)                               \
    X(m, col,  unit_price, NUMERIC(10, 2), .name = "UnitPrice")                                                   \
    X(m, col,  quantity, INTEGER, .name = "Quantity")                                                             \
    X(m, one,  invoice, invoice)                                                                                  \
    X(m, one,  track, track)

#define PLAYLIST(X, m)                                                                                            \
    X(m, key,  playlist_id, INTEGER, .name = "PlaylistId")                                                        \
    X(m, opt,  name, NVARCHAR(120), .name = "Name")                                                               \
    X(m, many, tracks, track, .through = &playlist_track.table)

#define PLAYLIST_TRACK(X, m)                                                                                      \
    X(m, key,  playlist_id, INTEGER, .name = "PlaylistId", .references = &playlist.playlist_id)                   \
    X(m, key,  track_id, INTEGER, .name = "TrackId", .references = &track.track_id)

ALK_MODEL(artist, ARTIST);
ALK_MODEL(album, ALBUM);
ALK_MODEL(employee, EMPLOYEE);
ALK_MODEL(customer, CUSTOMER);
ALK_MODEL(genre, GENRE);
ALK_MODEL(media_type, MEDIA_TYPE);
ALK_MODEL(track, TRACK);
ALK_MODEL(invoice, INVOICE);
ALK_MODEL(invoice_line, INVOICE_LINE);
ALK_MODEL(playlist, PLAYLIST);
ALK_MODEL(playlist_track, PLAYLIST_TRACK);

/* A question to the database, as a statement and as the SQL that a person would write; both must give the same rows. change: what is done before, the same twice. */
typedef struct question {
    const char *name;
    const alk_sql *(*statement)(void);
    const char *sql;
    const alk_sql *(*change)(void);
    const char *change_sql;
} question;
extern const question questions[];
/* How the database calls what makes JSON. */
extern const char *json_object_function, *json_array_function;
extern bool aggregates_have_order;
/* Objects of all these models, in one transaction on the connection that is rolled back. */
void try_objects(alk_conn *conn, int *passed, int *failed);
#endif
