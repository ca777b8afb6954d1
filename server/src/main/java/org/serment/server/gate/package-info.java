/// The one way in. A door brings a request; the gate gathers the facts in one snapshot, lets the kernel decide,
/// writes the decision in the journal and hands out a [Permit], without which no room gives or takes data.
///
/// - Only this package makes a [Permit] (authority to act) and a [Released] (the journal has it, the answer may leave).
/// - It names no room: rooms bring [FactSource]s and the [TargetSource]; a source that is missing means missing facts,
///   and missing facts mean refusal.
/// - It never reads a body and never decides by itself: [org.serment.kernel.access] decides.
///
/// Start reading at [Gate].
package org.serment.server.gate;
