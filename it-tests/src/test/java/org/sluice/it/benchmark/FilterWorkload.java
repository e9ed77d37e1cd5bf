package org.sluice.it.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Filters of three to five conditions, and events each of which at least one of them takes; the same for every run.
 *
 * @param filters metadata names and their conditions; a filter's number is its place here
 * @param events bodies of messages, JSON
 */
record FilterWorkload(List<List<Condition>> filters, List<byte[]> events) {
    /** One condition: equality where low and high are absent. */
    record Condition(String name, String json, double low, double high) {
        static Condition equal(String name, String json) {
            return new Condition(name, json, Double.NaN, Double.NaN);
        }

        boolean isRange() {
            return !Double.isNaN(low);
        }
    }

    /** What the filters are like. */
    enum Shape {
        /** Equality with values that hardly any other filter asks for. */
        DISTINCT,
        /** A run of its own for each filter; what else it asks for, many others do as well. */
        EQUALITY,
        /** Three ranges each: about 40 filters have one of them in common with an event, and about one has all. */
        RANGES
    }

    private static final int EVENTS = 4_096;
    private static final String[] SITES = {"LaPalma", "Paranal", "CERN", "Meudon", "Zeuthen", "Bologna", "Lyon"};
    private static final String[] PARTICLES = {"gamma", "proton", "electron"};
    private static final double ENERGIES = 1_000_000;

    static FilterWorkload of(Shape shape, int filters) {
        Random random = new Random(20261122);
        List<List<Condition>> all = new ArrayList<>();
        for (int i = 0; i < filters; i++) {
            all.add(
                    switch (shape) {
                        case DISTINCT -> distinct(i);
                        case EQUALITY -> equality(i);
                        case RANGES -> ranges(i, filters, random);
                    });
        }
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(event(i, all.get(random.nextInt(filters)), random));
        }
        return new FilterWorkload(all, events);
    }

    private static List<Condition> distinct(int i) {
        return List.of(
                        Condition.equal("RunNumber", String.valueOf(i)),
                        Condition.equal("Site", quoted("site" + i / 2)),
                        Condition.equal("Analysis", quoted("analysis" + i / 3)),
                        Condition.equal("Particle", quoted("particle" + i / 4)),
                        Condition.equal("DataLevel", String.valueOf(i / 5)))
                .subList(0, 3 + i % 3);
    }

    private static List<Condition> equality(int i) {
        List<Condition> conditions = new ArrayList<>(List.of(
                Condition.equal("DataLevel", String.valueOf(i % 5)),
                Condition.equal("Site", quoted(SITES[i % SITES.length])),
                Condition.equal("RunNumber", String.valueOf(i))));
        return more(conditions, i);
    }

    private static List<Condition> ranges(int i, int filters, Random random) {
        List<Condition> conditions = new ArrayList<>(List.of(
                range("Energy", ENERGIES, Math.min(1, 40.0 / filters), random),
                range("RunNumber", 50_000, 0.1, random),
                range("Zenith", 90, 0.3, random)));
        return more(conditions, i);
    }

    private static List<Condition> more(List<Condition> conditions, int i) {
        if (i % 3 > 0) {
            conditions.add(Condition.equal("Particle", quoted(PARTICLES[i / 3 % PARTICLES.length])));
        }
        if (i % 3 > 1) {
            conditions.add(Condition.equal("Analysis", quoted("EventDisplay")));
        }
        return conditions;
    }

    private static Condition range(String name, double most, double part, Random random) {
        double low = Math.floor(random.nextDouble() * most * (1 - part) * 100) / 100;
        double high = Math.ceil((low + most * part) * 100) / 100;
        return new Condition(name, "", low, high);
    }

    private static byte[] event(int number, List<Condition> taken, Random random) {
        StringBuilder metadata = new StringBuilder();
        add(metadata, "DataLevel", String.valueOf(random.nextInt(5)), taken, random);
        add(metadata, "Site", quoted(SITES[random.nextInt(SITES.length)]), taken, random);
        add(metadata, "RunNumber", String.valueOf(random.nextInt(50_000)), taken, random);
        add(metadata, "Energy", decimal(random.nextDouble() * ENERGIES), taken, random);
        add(metadata, "Zenith", decimal(random.nextDouble() * 90), taken, random);
        add(metadata, "Particle", quoted(PARTICLES[random.nextInt(PARTICLES.length)]), taken, random);
        add(metadata, "Analysis", quoted("EventDisplay"), taken, random);
        String event = "{\"event\":\"FileRegistered\",\"id\":\"5f1c-%08d\",\"time\":\"2026-11-22T00:23:41.250Z\","
                + "\"lfn\":\"/vo.cta/prod6/gamma_run%06d_%s.dst\",\"size\":%d,\"replicas\":[\"CERN-DST\"],\"metadata\":{%s}}";
        return event.formatted(number, number % 1000, number, 1_000_000 + number, metadata)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The value that the filter takes, where it says something of the name. */
    private static void add(
            StringBuilder metadata, String name, String otherwise, List<Condition> taken, Random random) {
        String value = otherwise;
        for (Condition condition : taken) {
            if (condition.name().equals(name)) {
                value = condition.isRange() ? within(condition, random) : condition.json();
            }
        }
        metadata.append(metadata.isEmpty() ? "" : ",")
                .append(quoted(name))
                .append(':')
                .append(value);
    }

    private static String within(Condition range, Random random) {
        return decimal(range.low() + (range.high() - range.low()) * (0.01 + 0.98 * random.nextDouble()));
    }

    static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
