package org.hakmem.lab.shipped.mutants;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles changed sources against the class path, into a folder. */
public final class MutantCompiler {

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private MutantCompiler() {}

  /** Applies all edits and compiles what they changed. */
  public static void compile(List<Edit> edits, Path into) throws IOException {
    Map<String, String> sources = new LinkedHashMap<>();
    for (Edit edit : edits) {
      String source = sources.get(edit.className());
      sources.put(
          edit.className(), edit.apply(source != null ? source : Edit.source(edit.className())));
    }
    List<JavaFileObject> units = new ArrayList<>();
    sources.forEach((name, text) -> units.add(new Source(name, text)));
    compileAll(units, into);
  }

  private static void compileAll(List<JavaFileObject> units, Path into) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IOException("no Java compiler: this is no JDK");
    }
    List<String> options =
        List.of(
            "-d",
            into.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-proc:none",
            "-Xlint:none");
    StringWriter messages = new StringWriter();
    if (!compiler.getTask(messages, null, null, options, null, units).call()) {
      throw new IllegalStateException("does not compile: " + messages);
    }
  }
}
