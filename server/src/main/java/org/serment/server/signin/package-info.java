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
/// The authorization server and outside providers stand here too. A chain of theirs is one more `@Bean SecurityFilterChain` in a
/// `@Configuration` that [SignIn] registers, with `@Order` below [Beans#PAGES] and a `securityMatcher` of `/oauth/**` and
/// `/.well-known/**`; until it is there, [Beans] lets those paths pass untouched (`POST /oauth/token` is a servlet of the door
/// `web`, for system clients: no cookie, no CSRF token). Their login page is `/sign-in?to=…`. What they put into the session must
/// be `Serializable` and of a package that [Contents] names.
package org.serment.server.signin;
