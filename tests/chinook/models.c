/* SPDX-License-Identifier: MIT */
#include "chinook.h"

/* One index for each foreign key, as the original has them. */
#define PART(m, column_) ((const alk_index_part[]){ { .column = &m.column_ }, { .column = NULL } })
#define NO_MORE { .name = NULL }

ALK_DEFINE(artist, ARTIST, "Artist");
ALK_DEFINE(album, ALBUM, "Album", .indexes = (const alk_index[]){ { .name = "IFK_AlbumArtistId", .parts = PART(album, artist_id) }, NO_MORE });
ALK_DEFINE(employee, EMPLOYEE, "Employee", .indexes = (const alk_index[]){ { .name = "IFK_EmployeeReportsTo", .parts = PART(employee, reports_to) }, NO_MORE });
ALK_DEFINE(customer, CUSTOMER, "Customer", .indexes = (const alk_index[]){ { .name = "IFK_CustomerSupportRepId", .parts = PART(customer, support_rep_id) }, NO_MORE });
ALK_DEFINE(genre, GENRE, "Genre");
ALK_DEFINE(media_type, MEDIA_TYPE, "MediaType");
ALK_DEFINE(track, TRACK, "Track",
           .indexes = (const alk_index[]){ { .name = "IFK_TrackAlbumId", .parts = PART(track, album_id) }, { .name = "IFK_TrackGenreId", .parts = PART(track, genre_id) },
                                           { .name = "IFK_TrackMediaTypeId", .parts = PART(track, media_type_id) }, NO_MORE });
ALK_DEFINE(invoice, INVOICE, "Invoice", .indexes = (const alk_index[]){ { .name = "IFK_InvoiceCustomerId", .parts = PART(invoice, customer_id) }, NO_MORE });
ALK_DEFINE(invoice_line, INVOICE_LINE, "InvoiceLine",
           .indexes = (const alk_index[]){ { .name = "IFK_InvoiceLineInvoiceId", .parts = PART(invoice_line, invoice_id) },
                                           { .name = "IFK_InvoiceLineTrackId", .parts = PART(invoice_line, track_id) }, NO_MORE });
ALK_DEFINE(playlist, PLAYLIST, "Playlist");
ALK_DEFINE(playlist_track, PLAYLIST_TRACK, "PlaylistTrack",
           .indexes = (const alk_index[]){ { .name = "IFK_PlaylistTrackPlaylistId", .parts = PART(playlist_track, playlist_id) },
                                           { .name = "IFK_PlaylistTrackTrackId", .parts = PART(playlist_track, track_id) }, NO_MORE });
