/// Tells subscribers what was written: topic-based subscriptions as the HL7 guide "Subscriptions R5 Backport" (1.1, R4) shapes them.
///
/// - The catalogue of topics is data ([Topics], `topics.json`). A Subscription is a resource of the record like another; this room
///   checks it before it is written, and owns how far each one got.
/// - The outbox is the record's [org.serment.server.record.Feed]: nothing is copied when a resource is written, and nothing
///   that is in flight is skipped.
/// - Each notification passes the gate anew, as the subscriber, and is in the journal before it leaves. A subscriber who may no
///   longer see something is told nothing, not even that there is nothing.
/// - It never opens a body without the subscriber's Permit, never logs an address or a header, and keeps no content.
///
/// Start reading at [Subscriptions], then [Admission] and [Delivery].
package org.serment.server.subscriptions;
