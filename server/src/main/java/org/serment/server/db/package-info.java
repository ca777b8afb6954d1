/// # db: the database, and nothing about what is in it
///
/// Owns the connection to PostgreSQL: the embedded server (its files, its start, its stop), the pools,
/// the migrations, transactions, reads in one round trip, and binary COPY.
///
/// It never knows a table of a room: each room writes its own SQL and its own migration.
/// It never writes a statement, a bind value or a row into a log or an error text.
///
/// Start reading at [org.serment.server.db.Database], then [org.serment.server.db.Tx] (writes)
/// and [org.serment.server.db.Part] (reads). [org.serment.server.db.Embedded] runs PostgreSQL itself.
package org.serment.server.db;
