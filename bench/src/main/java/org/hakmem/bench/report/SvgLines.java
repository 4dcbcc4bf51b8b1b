package org.hakmem.bench.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes one element of a line's segments, which VectorGraphics2D writes as an element each, with
 * the style spelt out in every one: a tenth of the size.
 */
final class SvgLines {

  private static final Pattern SEGMENT =
      Pattern.compile(
          "<line style=\"([^\"]*)\" x1=\"([^\"]*)\" x2=\"([^\"]*)\""
              + " y1=\"([^\"]*)\" y2=\"([^\"]*)\"/>");

  private final StringBuilder result = new StringBuilder();
  private final StringBuilder points = new StringBuilder();
  private String style = "";
  private String end = "";

  private SvgLines() {}

  /** The same drawing, with lines that go on from where another ends joined to it. */
  static String join(String svg) {
    return new SvgLines().joined(svg);
  }

  private String joined(String svg) {
    Matcher segments = SEGMENT.matcher(svg);
    int position = 0;
    while (segments.find()) {
      String from = segments.group(2) + "," + segments.group(4);
      String to = segments.group(3) + "," + segments.group(5);
      boolean goesOn =
          position == segments.start() && style.equals(segments.group(1)) && end.equals(from);
      if (!goesOn) {
        flush();
        result.append(svg, position, segments.start());
        style = segments.group(1);
        points.append(from);
      }
      points.append(' ').append(to);
      end = to;
      position = segments.end();
    }
    flush();
    return result.append(svg, position, svg.length()).toString();
  }

  private void flush() {
    if (!points.isEmpty()) {
      result.append("<polyline style=\"%s\" points=\"%s\"/>".formatted(style, points));
      points.setLength(0);
    }
  }
}
