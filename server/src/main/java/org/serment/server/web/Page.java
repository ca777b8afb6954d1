package org.serment.server.web;

/// Answers the visits of one address.
@FunctionalInterface
public interface Page {
    Reply reply(Visit visit);
}
