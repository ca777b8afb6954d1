package org.serment.server.signin;

import java.io.Serializable;

/// The secret that is offered to a new authenticator application, until a code of it is typed.
record NewApp(byte[] secret) implements Serializable {}
