/// Journeys through the pages, in a real browser against the running program.
///
/// `Chromium` is the machine's browser, started once. A `Window` is one person's visit: it writes down all that the
/// browser asked for and all that it complained of, and its end is a check. `Keyboard` moves as somebody without a
/// mouse does. Start with `EnterIT`.
package org.serment.e2e.browser;
