package org.serment.bench;

import java.util.function.ToLongFunction;

/// One measured run: what the clients saw, and what the server's processes spent meanwhile.
/// A run that other processes disturbed (more than 15 % of one core) is repeated, at most three times in all.
final class Measure {

    private static final double DISTURBANCE = 0.15;
    private static final int TRIES = 3;

    /// @param units what was done, in the scenario's own unit (requests, resources)
    /// @param javaMillis processor time of the server's Java machine, a unit
    /// @param postgresMillis processor time of PostgreSQL, a unit
    /// @param others cores that other processes used meanwhile
    /// @param tries how many runs it took
    record Row(String scenario, String server, int clients, boolean gzip, long units, Load.Outcome outcome, double javaMillis,
               double postgresMillis, double others, int tries) {
        boolean disturbed() {
            return others > DISTURBANCE;
        }

        double perSecond() {
            return units / outcome.seconds();
        }

        double millis() {
            return javaMillis + postgresMillis;
        }

        /// Two runs of the same scenario as one.
        Row plus(Row other) {
            long both = units + other.units;
            Load.Outcome whole = outcome.plus(other.outcome);
            return new Row(scenario, server, clients, gzip, both, whole,
                    (javaMillis * units + other.javaMillis * other.units) / both,
                    (postgresMillis * units + other.postgresMillis * other.units) / both,
                    Math.max(others, other.others), tries + other.tries);
        }
    }

    /// What to run once, warmed up already.
    interface Run {
        Load.Outcome once() throws InterruptedException;
    }

    private final Subject server;
    private final int most;

    private Measure(Subject server, int most) {
        this.server = server;
        this.most = most;
    }

    static Measure of(Subject server, Options options) {
        return new Measure(server, options.busy() ? 1 : TRIES);
    }

    /// Runs whose unit is the request.
    Row repeated(String scenario, int clients, boolean gzip, Run run) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            Row row = once(scenario, clients, gzip, run, outcome -> outcome.latencies().count(), tries);
            if (!row.disturbed() || tries == most) return row;
        }
    }

    /// One run; `worth` tells how many units a finished run was.
    Row once(String scenario, int clients, boolean gzip, Run run, ToLongFunction<Load.Outcome> worth, int tries)
            throws InterruptedException {
        double java = ProcessTree.secondsAlone(server.javaPid());
        double postgres = ProcessTree.seconds(server.postgresPid());
        double self = ProcessTree.secondsAlone(ProcessHandle.current().pid());
        double machine = ProcessTree.machineSeconds();
        Load.Outcome outcome = run.once();
        java = ProcessTree.secondsAlone(server.javaPid()) - java;
        postgres = ProcessTree.seconds(server.postgresPid()) - postgres;
        self = ProcessTree.secondsAlone(ProcessHandle.current().pid()) - self;
        machine = ProcessTree.machineSeconds() - machine;
        long units = Math.max(1, worth.applyAsLong(outcome));
        return new Row(scenario, server.name(), clients, gzip, units, outcome, java * 1e3 / units, postgres * 1e3 / units,
                Math.max(0, machine - java - postgres - self) / outcome.seconds(), tries);
    }
}
