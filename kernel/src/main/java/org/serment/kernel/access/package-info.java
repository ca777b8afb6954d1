/// One decision, everywhere: may this actor do this, for this purpose, to this resource, now?
///
/// Owns the rules, as data ([Policy]), and their two readings: [Access#decide] for one resource and
/// [Access#plan] for a whole type, which renders to SQL. Both are made of the same atoms ([Filter]),
/// so that a plan accepts exactly the resources that a decision grants.
///
/// It never looks a fact up: [Facts] are an argument, and a missing fact refuses. It never grants by
/// default, and it knows no clock.
///
/// Start with [Access], then read the hospital's first rules in [HospitalRules].
package org.serment.kernel.access;
