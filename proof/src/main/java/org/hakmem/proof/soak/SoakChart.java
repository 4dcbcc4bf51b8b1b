package org.hakmem.proof.soak;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The samples of a soak as a chart. */
public final class SoakChart {

  private static final int WIDTH = 900;
  private static final int HEIGHT = 450;
  private static final double MIB = 1 << 20;
  private static final double SECONDS_PER_MINUTE = 60;

  static {
    System.setProperty("java.awt.headless", "true");
  }

  private SoakChart() {}

  /** Returns a line for each series over the time, as SVG. */
  public static String svg(List<Sample> samples) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("minutes")
            .yAxisTitle("MiB")
            .build();
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setYAxisMin(0.0);
    add(chart, "process resident", samples, Sample::processResident);
    add(chart, "allocators resident", samples, Sample::resident);
    add(chart, "allocators committed", samples, Sample::committed);
    add(chart, "allocators live", samples, Sample::live);
    add(
        chart,
        "Java heap after GC",
        samples.stream().filter(sample -> sample.heap() >= 0).toList(),
        Sample::heap);
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, WIDTH, HEIGHT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT))
        .writeTo(bytes);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void add(
      XYChart chart, String name, List<Sample> samples, ToLongFunction<Sample> value) {
    if (!samples.isEmpty()) {
      chart
          .addSeries(
              name,
              samples.stream().map(sample -> sample.seconds() / SECONDS_PER_MINUTE).toList(),
              samples.stream().map(sample -> value.applyAsLong(sample) / MIB).toList())
          .setMarker(SeriesMarkers.NONE);
    }
  }
}
