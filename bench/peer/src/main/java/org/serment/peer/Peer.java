package org.serment.peer;

import ca.uhn.fhir.jpa.batch2.JpaBatch2Config;
import ca.uhn.fhir.batch2.jobs.config.Batch2JobsConfig;
import ca.uhn.fhir.batch2.jobs.export.BulkDataExportProvider;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.interceptor.api.IInterceptorService;
import ca.uhn.fhir.jpa.api.config.ThreadPoolFactoryConfig;
import ca.uhn.fhir.jpa.config.r4.JpaR4Config;
import ca.uhn.fhir.jpa.config.HapiJpaConfig;
import ca.uhn.fhir.jpa.provider.JpaSystemProvider;
import ca.uhn.fhir.jpa.search.DatabaseBackedPagingProvider;
import ca.uhn.fhir.jpa.subscription.channel.config.SubscriptionChannelConfig;
import ca.uhn.fhir.rest.api.EncodingEnum;
import ca.uhn.fhir.rest.server.RestfulServer;
import ca.uhn.fhir.rest.server.provider.ResourceProviderFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/// HAPI's JPA server: R4, every resource type, transactions, `$everything`, bulk export; nobody is asked who they are.
///
/// Arguments: a properties file with `database.url`, `database.user`, `database.password` and
/// `database.connections`; then the port (0: a free one). Prints `ready http://localhost:P` once it answers.
public final class Peer {

    /// Where PostgreSQL is, and how many connections to it may be open.
    record Database(String url, String user, String password, int connections) {}

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        var file = new Properties();
        try (var reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            file.load(reader);
        }
        var database = new Database(file.getProperty("database.url"), file.getProperty("database.user"),
                file.getProperty("database.password"), Integer.parseInt(file.getProperty("database.connections")));
        var spring = new AnnotationConfigApplicationContext();
        spring.registerBean("database", Database.class, () -> database);
        spring.register(JpaR4Config.class, HapiJpaConfig.class, JpaBatch2Config.class, Batch2JobsConfig.class,
                SubscriptionChannelConfig.class, ThreadPoolFactoryConfig.class, Settings.class);
        spring.refresh();

        var jetty = new Server();
        var connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[1]));
        connector.setIdleTimeout(60_000);
        jetty.addConnector(connector);
        var context = new ServletContextHandler();
        context.addServlet(new ServletHolder(door(spring)), "/fhir/*");
        jetty.setHandler(context);
        jetty.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                jetty.stop();
            } catch (Exception e) {
                System.err.println(e);
            }
            spring.close();
        }));
        System.out.println("ready http://localhost:" + connector.getLocalPort());
    }

    private static RestfulServer door(AnnotationConfigApplicationContext spring) {
        var door = new RestfulServer(spring.getBean(FhirContext.class));
        door.setInterceptorService(spring.getBean(IInterceptorService.class));
        door.registerProviders(spring.getBean(ResourceProviderFactory.class).createProviders());
        door.registerProvider(spring.getBean(JpaSystemProvider.class));
        door.registerProvider(spring.getBean(BulkDataExportProvider.class));
        door.setPagingProvider(spring.getBean(DatabaseBackedPagingProvider.class));
        door.setDefaultResponseEncoding(EncodingEnum.JSON);
        door.setDefaultPrettyPrint(false);
        return door;
    }
}
