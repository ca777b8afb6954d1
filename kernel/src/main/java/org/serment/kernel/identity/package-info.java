/// Who is who: the actor of a request, and the French national health identity (INS) of a patient.
///
/// Owns shapes and checks of identities. It never looks anyone up and never decides what an actor
/// may do: that is `access`. Start with [Actor] and [Ins].
package org.serment.kernel.identity;
