package org.serment.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.serment.server.db.Config;
import org.serment.server.web.Visit;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;

/// The chains of Spring Security. Who may see which page is no matter of theirs: pages ask the gate.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class Beans {
    /// The chain of all pages comes last.
    static final int PAGES = 1_000;
    private static final String CONTENT = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    private final Config.Site site;
    private final Presence presence;

    Beans(Config.Site site, Presence presence) {
        this.site = site;
        this.presence = presence;
    }

    @Bean
    @Order(PAGES)
    SecurityFilterChain pages(HttpSecurity http) {
        return http.headers(this::headers).csrf(c -> c.csrfTokenRepository(new FormTokens(site.origin().isPresent()))).requestCache(AbstractHttpConfigurer::disable).anonymous(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable).addFilterAfter(presence, CsrfFilter.class).build();
    }

    private static void content(HttpServletRequest http, HttpServletResponse to) {
        to.setHeader("Content-Security-Policy", http.getAttribute(Visit.ANSWERS) instanceof String origin ? CONTENT + ' ' + origin : CONTENT);
    }

    private void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.addHeaderWriter(Beans::content).referrerPolicy(r -> r.policy(ReferrerPolicy.SAME_ORIGIN))
                .crossOriginOpenerPolicy(c -> c.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(c -> c.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(p -> p.policy("camera=(), microphone=(), geolocation=(), payment=(), usb=()"))
                .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable);
        // this server speaks plain HTTP on the loopback; behind a proxy with TLS, browsers are to insist on it
        if (site.origin().isPresent()) headers.addHeaderWriter(new StaticHeadersWriter("Strict-Transport-Security", "max-age=31536000"));
    }
}
