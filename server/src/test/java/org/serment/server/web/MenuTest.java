package org.serment.server.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MenuTest {
    private final List<Menu.Link> links = List.of(new Menu.Link("a", "/record"), new Menu.Link("b", "/record/readers"), new Menu.Link("c", "/recorded"));

    private List<String> current(String asked) {
        return links.stream().filter(l -> Menu.current(links, l, asked)).map(Menu.Link::text).toList();
    }

    @Test
    void theClosestLinkIsCurrent() {
        assertEquals(List.of("a"), current("/record"));
        assertEquals(List.of("a"), current("/record/results"));
        assertEquals(List.of("b"), current("/record/readers"));
        assertEquals(List.of("b"), current("/record/readers/j1-0"));
        assertEquals(List.of("c"), current("/recorded"));
        assertEquals(List.of(), current("/account"));
    }
}
