package org.sluice.it.benchmark;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A result as an SVG file in {@code it-tests/target/benchmark}, over a logarithmic x axis. */
final class Picture {
    private static final int POINTS = 200;

    static {
        // There may be no screen, and none is needed.
        System.setProperty("java.awt.headless", "true");
    }

    private final XYChart chart;

    private Picture(String title, String xAxis, String yAxis) {
        this.chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(yAxis)
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisDecimalPattern("#,###")
                .setYAxisMin(0.0)
                .setYAxisTickMarkSpacingHint(60)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendPosition(LegendPosition.OutsideS);
    }

    /**
     * Files a second over the number of transformations.
     *
     * @param rates all rounds of each number
     * @param bare rounds of the bare bulk writer; empty where it was not measured
     */
    static Path throughput(SortedMap<Integer, List<Double>> rates, List<Double> bare) throws IOException {
        Picture picture = new Picture("100 events a message", "transformations", "files a second");
        List<Integer> numbers = List.copyOf(rates.keySet());
        picture.line(
                "Sluice, median",
                numbers,
                rates.values().stream().map(Samples::median).toList());
        picture.bound("lowest", numbers, rates, 0);
        picture.bound("highest", numbers, rates, 100);
        if (!bare.isEmpty()) {
            List<Double> same =
                    numbers.stream().map(number -> Samples.median(bare)).toList();
            picture.line("bare bulk writer, 1,000 transformations", numbers, same)
                    .setMarker(SeriesMarkers.NONE)
                    .setLineStyle(SeriesLines.DASH_DASH);
        }
        return picture.write("throughput.svg");
    }

    private void bound(String words, List<Integer> numbers, SortedMap<Integer, List<Double>> rates, int percent) {
        List<Double> values = rates.values().stream()
                .map(all -> Samples.percentile(all, percent))
                .toList();
        line(words, numbers, values)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(Color.GRAY)
                .setLineStyle(SeriesLines.DOT_DOT);
    }

    /** Which part of the events was committed within a time. */
    static Path latency(int rate, List<Double> quiet, List<Double> beside) throws IOException {
        Picture picture = new Picture(
                "From publication to commit, " + rate + " events/s", "milliseconds", "% of events, at most");
        // Only whole powers of ten have numbers at the axis.
        picture.chart
                .getStyler()
                .setXAxisMin(powerOfTen(Math.floor(Math.log10(Samples.percentile(quiet, 0)))))
                .setXAxisMax(powerOfTen(Math.ceil(Math.log10(Samples.percentile(beside, 100)))))
                .setYAxisMax(100.0);
        picture.distribution("nothing else", quiet);
        picture.distribution("while known files are looked through", beside);
        return picture.write("latency.svg");
    }

    private static double powerOfTen(double exponent) {
        return Math.pow(10, exponent);
    }

    private void distribution(String words, List<Double> latencies) {
        List<Double> percents = IntStream.rangeClosed(1, POINTS)
                .mapToObj(i -> 100.0 * i / POINTS)
                .toList();
        List<Double> sorted = latencies.stream().sorted().toList();
        line(words, Samples.percentiles(sorted, percents), percents).setMarker(SeriesMarkers.NONE);
        List<Double> marked = List.of(50.0, 99.0);
        List<Double> at = Samples.percentiles(sorted, marked);
        line("p50 %.1f ms, p99 %.1f ms, %s".formatted(at.get(0), at.get(1), words), at, marked)
                .setMarker(SeriesMarkers.DIAMOND)
                .setLineStyle(SeriesLines.NONE);
    }

    private XYSeries line(String words, List<? extends Number> x, List<Double> y) {
        return chart.addSeries(words, x, y);
    }

    private Path write(String name) throws IOException {
        Path file = Report.folder().resolve(name);
        VectorGraphicsEncoder.saveVectorGraphic(chart, file.toString(), VectorGraphicsFormat.SVG);
        return file;
    }
}
