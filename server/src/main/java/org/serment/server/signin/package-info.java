/// # signin: who is it?
///
/// The door where people prove who they are, and the only place that knows Spring: Spring Security's filter chain stands before
/// all pages, Spring Session keeps sessions in our tables ([org.serment.server.credentials.Sessions]). It never stands before
/// `/fhir`, `/journal` and `/health`, which have no cookies.
///
/// - [SignIn] is the whole door: its filter and its routes. [Beans] are the chains of Spring Security.
/// - A password alone signs nobody in: [Knock] holds the steps, [SignedIn] is made once all factors were given.
/// - [Presence] tells the page kit who is there, after looking at the account in the database, at each request.
///
/// The authorization server is the door `oauth` next to this one: [SignIn#proof] tells it who is there, and its login page is
/// `/sign-in?to=…`. What is put into the session must be `Serializable` and of a package that [org.serment.server.signin.sessions.Contents] names.
package org.serment.server.signin;
