/// The demonstration hospital's histories: made once by Synthea in a process of its own, given French
/// identities, and kept as one compressed file of transaction bundles, one a line.
///
/// Everything follows from the seed and the number of patients: the same two give the same file.
/// It owns the fictional people, places and establishments. It never talks to a server and never holds a
/// real person: names are drawn from lists, INS numbers are test numbers, telephone numbers come from the
/// ranges reserved for fiction.
///
/// Start with [org.serment.demo.histories.Histories].
package org.serment.demo.histories;
