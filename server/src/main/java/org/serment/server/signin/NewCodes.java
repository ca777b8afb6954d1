package org.serment.server.signin;

import java.io.Serializable;
import java.util.List;

/// Recovery codes on their way to the one page that shows them.
record NewCodes(List<String> codes) implements Serializable {
    NewCodes {
        codes = List.copyOf(codes);
    }
}
