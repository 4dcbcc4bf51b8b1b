package org.hakmem.bench.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.hakmem.bench.peers.PeerName;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart with a line for each peer, as SVG to be part of a page. */
final class LineChart {

  private static final int WIDTH = 400;
  private static final int HEIGHT = 230;
  private static final float THIN = 1.6f;
  private static final float BOLD = 2.6f;
  private static final int FONT_SIZE = 11;
  private static final int X_SPACING = 40;
  private static final int Y_SPACING = 32;

  static {
    System.setProperty("java.awt.headless", "true");
  }

  private final XYChart chart;

  /**
   * An empty one.
   *
   * @param xTitle what the horizontal axis shows, and its unit
   * @param yTitle what the vertical axis shows, and its unit
   */
  LineChart(String xTitle, String yTitle) {
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
  }

  /** A line. */
  record Line(PeerName peer, List<Double> xs, List<Double> ys) {

    Line {
      xs = List.copyOf(xs);
      ys = List.copyOf(ys);
    }
  }

  /** Numbers are labelled so. */
  LineChart labelled(Function<Double, String> xLabels, Function<Double, String> yLabels) {
    chart.getStyler().setXAxisTickLabelsFormattingFunction(xLabels);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(yLabels);
    return this;
  }

  /** The vertical axis begins at zero. */
  LineChart fromZero() {
    chart.getStyler().setYAxisMin(0.0);
    return this;
  }

  /** With these lines, as SVG; hakmem's is on top, and bold. */
  String svg(List<Line> lines) {
    lines.stream().filter(line -> line.peer() != PeerName.HAKMEM).forEach(line -> add(line, THIN));
    lines.stream().filter(line -> line.peer() == PeerName.HAKMEM).forEach(line -> add(line, BOLD));
    VectorGraphics2D graphics = new VectorGraphics2D();
    chart.paint(graphics, WIDTH, HEIGHT);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      new SVGProcessor()
          .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT))
          .writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SvgLines.join(Ink.resolve(inline(bytes.toString(StandardCharsets.UTF_8))));
  }

  private void add(Line line, float width) {
    XYSeries series = chart.addSeries(line.peer().label(), line.xs(), line.ys());
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(Ink.of(line.peer()));
    series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private static void style(XYStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, FONT_SIZE);
    styler.setLegendVisible(false).setChartTitleVisible(false);
    styler.setChartBackgroundColor(Ink.NONE).setPlotBackgroundColor(Ink.NONE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotGridLinesColor(Ink.GRID).setPlotGridLinesStroke(new BasicStroke(1));
    styler.setAxisTicksLineVisible(false).setAxisTickMarksColor(Ink.GRID);
    styler.setAxisTickLabelsFont(font).setAxisTitleFont(font);
    styler.setAxisTickLabelsColor(Ink.TEXT).setChartFontColor(Ink.TEXT);
    styler.setXAxisTitleColor(Ink.TEXT).setYAxisTitleColor(Ink.TEXT);
    styler.setXAxisTickMarkSpacingHint(X_SPACING).setYAxisTickMarkSpacingHint(Y_SPACING);
    styler.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    styler.setXAxisDecimalPattern("0.##").setYAxisDecimalPattern("#,##0.##");
    styler.setLocale(Locale.ROOT);
  }

  /** Without what only a file of its own has, and as wide as there is room. */
  private static String inline(String document) {
    String svg = document.substring(document.indexOf("<svg "));
    return svg.replaceFirst("height=\"[^\"]*\"", "role=\"img\"")
        .replaceFirst(" width=\"[^\"]*\"", "")
        .replaceAll("(\\.\\d)\\d+", "$1") // a tenth of a pixel is fine enough
        .replaceAll(">\\s+<", "><");
  }
}
