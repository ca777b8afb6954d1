package org.serment.server;

import jakarta.servlet.Filter;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.websocket.server.WsSci;
import org.serment.server.db.CannotStart;
import org.serment.server.web.Pages;

/// The HTTP server: Tomcat on virtual threads, loopback only (plain HTTP never leaves the machine), one servlet a path.
final class Doors implements AutoCloseable {
    private static final int LONGEST_HEADERS = 16 << 10;
    /// The longest form with a file. It stays in memory: nothing that a person sends is written beside the database.
    private static final int LONGEST_FORM = 2 << 20;

    /// What stands before some servlets.
    ///
    /// @param paths some of those of the servlets
    record Guard(String name, Filter filter, Set<String> paths) {}

    private final Tomcat tomcat;

    private Doors(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    /// Opens the port; 0 takes a free one.
    ///
    /// @param sockets adds web sockets, once the application has started
    static Doors open(int port, Map<String, HttpServlet> servlets, List<Guard> guards, Consumer<ServletContext> sockets) {
        var tomcat = new Tomcat();
        tomcat.setBaseDir(scratch());
        tomcat.setConnector(connector(port));
        quiet(tomcat);
        var context = tomcat.addContext("", null);
        context.setRequestCharacterEncoding("UTF-8");
        context.addServletContainerInitializer(new WsSci(), null);
        servlets.forEach((path, servlet) -> add(context, path, servlet));
        guards.forEach(g -> guard(context, g));
        // what filters and Tomcat refuse is shown by the pages; the other doors set their statuses themselves
        var problem = new ErrorPage();
        problem.setLocation("/problem");
        context.addErrorPage(problem);
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            throw new CannotStart("the HTTP server can't start on port " + port, e);
        }
        if (tomcat.getConnector().getLocalPort() < 0) {
            stop(tomcat);
            throw new CannotStart("port " + port + " is in use: choose another with --port, or stop what uses it");
        }
        sockets.accept(context.getServletContext());
        return new Doors(tomcat);
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    private static Connector connector(int port) {
        var connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setXpoweredBy(false);
        connector.setParseBodyMethods("POST");
        connector.setMaxPostSize(64 << 10);
        // FHIR clients write tokens as system|code
        connector.setProperty("relaxedQueryChars", "|");
        var protocol = (Http11NioProtocol) connector.getProtocolHandler();
        protocol.setProperty("address", "127.0.0.1");
        protocol.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        protocol.setMaxKeepAliveRequests(-1);
        protocol.setKeepAliveTimeout(60_000);
        protocol.setConnectionTimeout(20_000);
        protocol.setMaxConnections(2_000);
        protocol.setMaxHttpRequestHeaderSize(LONGEST_HEADERS);
        protocol.setTcpNoDelay(true);
        protocol.setCompression("off");
        return connector;
    }

    /// Tomcat's own error pages say nothing of the server, the request or the fault.
    private static void quiet(Tomcat tomcat) {
        var host = (StandardHost) tomcat.getHost();
        host.setErrorReportValveClass(ErrorReportValve.class.getName());
        var valve = new ErrorReportValve();
        valve.setShowReport(false);
        valve.setShowServerInfo(false);
        host.getPipeline().addValve(valve);
    }

    private static void add(Context context, String path, HttpServlet servlet) {
        var added = Tomcat.addServlet(context, path, servlet);
        if (servlet instanceof Pages) added.setMultipartConfigElement(new MultipartConfigElement("", LONGEST_FORM, LONGEST_FORM, LONGEST_FORM));
        context.addServletMappingDecoded(path, path);
    }

    private static void guard(Context context, Guard guard) {
        var named = new FilterDef();
        named.setFilterName(guard.name);
        named.setFilter(guard.filter);
        context.addFilterDef(named);
        var map = new FilterMap();
        map.setFilterName(guard.name);
        guard.paths.forEach(map::addServletName);
        context.addFilterMap(map);
    }

    private static String scratch() {
        try {
            var directory = Files.createTempDirectory("serment-http");
            directory.toFile().deleteOnExit();
            return directory.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(Tomcat tomcat) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the HTTP server did not stop", e);
        }
    }

    @Override
    public void close() {
        stop(tomcat);
    }
}
