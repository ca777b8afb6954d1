/// # office: the administrator's pages
///
/// Makes accounts, issues enrolment codes, posts professionals to units, reviews rights each year and ends accounts. Whatever it shows
/// or does passes the gate as the type `accounts`, to which only the administrator has a right, and is in the journal: a change in the
/// transaction that makes it. It never sees a patient: a patient's account is tied to a record by the record's address alone.
///
/// Start reading at [org.serment.server.office.Office].
package org.serment.server.office;
