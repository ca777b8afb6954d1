/// # oauth: applications that act for a person, and people who come from elsewhere
///
/// An authorization server (OAuth 2.1, OpenID Connect) for applications that people let read and write in their name: Spring's
/// endpoints, put together by hand ([Endpoints]), over stores of our own. What it gives is an access token like any other: it says
/// who and by which application, and each request passes the gate.
///
/// - [AuthorizationServer] is the whole: its servlets and its pages.
/// - [AuthorizeServlet] stands behind the chain of all pages, because a person answers there; [TokenServlet] is for programs.
/// - [Openings] finds for whom an application is opened (SMART App Launch 2.2); [Origins] lets its pages ask from a browser.
/// - [StoredGrants] keeps what Spring wants kept in [org.serment.server.accounts.apps.Grants].
///
/// It holds no rule about patients and no SQL.
package org.serment.server.oauth;
