package org.hakmem.bench.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.footer;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.html;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.p;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.style;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;
import static j2html.TagCreator.ul;

import j2html.tags.DomContent;
import j2html.tags.specialized.FigureTag;
import j2html.tags.specialized.SectionTag;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.hakmem.bench.run.Plan;
import org.hakmem.bench.run.Results;
import org.hakmem.bench.workload.Workload;

/**
 * The report as one page that needs nothing else: charts are SVG in it, light or dark as the reader
 * likes it.
 */
public final class HtmlReport {

  private static final String TITLE = "hakmem beside its peers";

  private final Plan plan;
  private final Results results;
  private final Figures figures;
  private final Summary summary;
  private final Charts charts;
  private final Bars bars;

  /** Prepares the report. */
  public HtmlReport(Plan plan, Results results) {
    this.plan = plan;
    this.results = results;
    figures = new Figures(plan, results);
    summary = new Summary(plan, results, figures);
    charts = new Charts(plan, results);
    bars = new Bars(figures);
  }

  /** The whole page. */
  public String text() {
    List<Workload> workloads = results.measured(plan).stream().map(Plan.Task::workload).toList();
    return "<!DOCTYPE html>\n"
        + html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(TITLE),
                    style(rawHtml(styleSheet()))),
                body(
                    header(
                        h1(TITLE), p(summary.method()).withClass("method"), list(summary.gaps())),
                    nav(each(workloads, w -> a(w.label()).withHref("#" + id(w)))),
                    main(goals(), each(workloads, this::sectionOf)),
                    footer(
                        p(
                            "Bars show by which factor a peer is worse than the best: shorter is"
                                + " better. The thin line is the range of the rounds."))))
            .withLang("en")
            .render()
        + "\n";
  }

  private SectionTag sectionOf(Workload workload) {
    return section(
            h2(workload.label()),
            p(summary.caption(workload)).withClass("caption"),
            bars.of(workload),
            list(summary.undecided(workload)),
            div(each(
                    Stream.of(
                            charts.memory(workload),
                            charts.mallocs(workload),
                            charts.frees(workload))
                        .flatMap(Optional::stream)
                        .toList(),
                    HtmlReport::figureOf))
                .withClass("charts"))
        .withId(id(workload));
  }

  private static FigureTag figureOf(Charts.Chart chart) {
    return figure(
        figcaption(chart.title()),
        rawHtml(chart.svg()),
        div(each(
                chart.peers(),
                peer ->
                    span(
                            span()
                                .withClass("swatch")
                                .withStyle("background-color:" + Ink.variable(peer)),
                            span(peer.label()))
                        .withClass("key")))
            .withClass("legend"));
  }

  private DomContent goals() {
    List<Verdict> verdicts = new Judge(plan, figures).verdicts();
    if (verdicts.isEmpty()) {
      return rawHtml("");
    }
    long reached = verdicts.stream().filter(Verdict::reached).count();
    return section(
            h2("Goals: %d of %d reached".formatted(reached, verdicts.size())),
            div(table(
                    thead(
                        tr(
                            th("hakmem's"),
                            th("wanted"),
                            th("measured"),
                            th("least–most"),
                            th("reached"))),
                    tbody(each(verdicts, HtmlReport::row))))
                .withClass("scroll"))
        .withId("goals");
  }

  private static TrTag row(Verdict verdict) {
    return tr(
        td(verdict.title()),
        td(verdict.wanted()).withClass("number"),
        td(Numbers.of(verdict.measured())).withClass("number"),
        td(Numbers.range(verdict.rounds())).withClass("number"),
        td(
            span(verdict.reached() ? "✓ yes" : "✗ no")
                .withClass(verdict.reached() ? "chip yes" : "chip no")));
  }

  private static DomContent list(List<String> lines) {
    return lines.isEmpty() ? rawHtml("") : ul(each(lines, line -> li(line))).withClass("notes");
  }

  private static String id(Workload workload) {
    return workload.label().replace(':', '-');
  }

  private static String styleSheet() {
    try (InputStream stream = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
