package org.hakmem.proof.mutants;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What PIT reported.
 *
 * @param mutations all mutations that it tried
 */
public record MutantsReport(List<Mutation> mutations) {

  /** Share of mutations in percent that the tests must notice. */
  public static final int REQUIRED_PERCENT = 85;

  private static final double PERCENT = 100;

  /** Copies the list. */
  public MutantsReport {
    mutations = List.copyOf(mutations);
  }

  /**
   * Reads PIT's XML.
   *
   * @throws IOException if there is no report, or it has no mutation: PIT passes silently if it
   *     could run nothing
   */
  public static MutantsReport read(Path xml) throws IOException {
    List<Mutation> mutations = new ArrayList<>();
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      NodeList nodes =
          factory.newDocumentBuilder().parse(xml.toFile()).getElementsByTagName("mutation");
      for (int i = 0; i < nodes.getLength(); i++) {
        mutations.add(mutation((Element) nodes.item(i)));
      }
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(xml + ": " + e.getMessage(), e);
    }
    if (mutations.isEmpty()) {
      throw new IOException(xml + ": no mutation was tried");
    }
    return new MutantsReport(mutations);
  }

  private static Mutation mutation(Element element) {
    return new Mutation(
        text(element, "mutatedClass"),
        text(element, "mutatedMethod"),
        Integer.parseInt(text(element, "lineNumber")),
        element.getAttribute("status"),
        text(element, "description"));
  }

  private static String text(Element element, String name) {
    return element.getElementsByTagName(name).item(0).getTextContent();
  }

  /** Returns the share of mutations that a test noticed, in percent. */
  public double killedPercent() {
    return PERCENT * mutations.stream().filter(Mutation::killed).count() / mutations.size();
  }

  /** Returns whether enough were noticed. */
  public boolean passed() {
    return killedPercent() >= REQUIRED_PERCENT;
  }

  /** Returns a table of all classes, and the survivors by class and line. */
  public List<String> text() {
    Map<String, List<Mutation>> byClass = new TreeMap<>();
    for (Mutation mutation : mutations) {
      byClass.computeIfAbsent(mutation.className(), _ -> new ArrayList<>()).add(mutation);
    }
    List<String> lines = new ArrayList<>();
    lines.add(row("class", "mutations", "killed", "survived"));
    byClass.forEach((name, all) -> lines.add(row(name, all)));
    lines.add(row("all", mutations));
    lines.add("");
    lines.add("survivors:");
    mutations.stream()
        .filter(Mutation::survived)
        .sorted(Comparator.comparing(Mutation::className).thenComparingInt(Mutation::line))
        .forEach(each -> lines.add(survivor(each)));
    lines.add(
        String.format(
            Locale.ROOT,
            "%.1f %% killed, %d %% required: %s",
            killedPercent(),
            REQUIRED_PERCENT,
            passed() ? "passed" : "failed"));
    return lines;
  }

  private static String row(String name, List<Mutation> all) {
    return row(
        name,
        Integer.toString(all.size()),
        Long.toString(all.stream().filter(Mutation::killed).count()),
        Long.toString(all.stream().filter(Mutation::survived).count()));
  }

  private static String row(String name, String count, String killed, String survived) {
    return String.format(Locale.ROOT, "%-55s %9s %7s %9s", name, count, killed, survived);
  }

  private static String survivor(Mutation mutation) {
    return String.format(
        Locale.ROOT,
        "  %s.%s:%d  %s (%s)",
        mutation.className(),
        mutation.method(),
        mutation.line(),
        mutation.description(),
        mutation.status().toLowerCase(Locale.ROOT));
  }
}
