package dev.orderpipeline.http.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// The page's files, read from the class path once. The page refers to its parts under a path with
/// the digest of them all, so that browsers may keep those for ever.
public final class Assets {

  /// @param type for `Content-Type`
  public record Asset(String type, byte[] bytes) {}

  private static final String PAGE = "index.html";

  /// Where the page says this, the digest is put.
  private static final String DIGEST_MARK = "@digest@";

  /// Listed, since the contents of a jar are not.
  private static final List<String> OWN =
      List.of(
          "console.css",
          "icon.svg",
          "icons.js",
          "theme.js",
          "console.js",
          "format.js",
          "feed.js",
          "verdict.js",
          "pipeline.js",
          "gateways.js",
          "outcomes.js",
          "trouble.js",
          "operate.js",
          "order.js",
          "switches.js");

  private static final String NPM = "org.webjars.npm";

  /// A file of a WebJar, under the name by which the page's modules know it.
  private record Library(String as, String artifact, String path) {}

  private static final List<Library> LIBRARIES =
      List.of(
          new Library("lib/lit-html.js", "lit-html", "lit-html.js"),
          new Library("lib/uplot.js", "uplot", "dist/uPlot.esm.js"),
          new Library("lib/uplot.css", "uplot", "dist/uPlot.min.css"));

  private final Map<String, Asset> byName = new TreeMap<>();
  private final String digest;
  private final Asset page;

  private Assets() {
    OWN.forEach(name -> byName.put(name, new Asset(type(name), read("console/" + name))));
    LIBRARIES.forEach(
        library -> byName.put(library.as(), new Asset(type(library.as()), read(library))));
    digest = digest();
    String html = new String(read("console/" + PAGE), UTF_8).replace(DIGEST_MARK, digest);
    page = new Asset(type(PAGE), html.getBytes(UTF_8));
  }

  /// Reads all of them; blocks.
  public static Assets load() {
    return new Assets();
  }

  public Asset page() {
    return page;
  }

  /// A part of the page, by the path below which it is served: `<digest>/<name>`.
  public Optional<Asset> find(String path) {
    String prefix = digest + "/";
    return path.startsWith(prefix)
        ? Optional.ofNullable(byName.get(path.substring(prefix.length())))
        : Optional.empty();
  }

  private String digest() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byName.forEach((name, asset) -> {
        sha.update(name.getBytes(UTF_8));
        sha.update(asset.bytes());
      });
      return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// The version is the one that the build chose, as the jar itself says.
  private static byte[] read(Library library) {
    Properties pom = new Properties();
    String where = "META-INF/maven/%s/%s/pom.properties".formatted(NPM, library.artifact());
    try (InputStream in = open(where)) {
      pom.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + where, e);
    }
    return read(
        "META-INF/resources/webjars/%s/%s/%s"
            .formatted(library.artifact(), pom.getProperty("version"), library.path()));
  }

  private static byte[] read(String resource) {
    try (InputStream in = open(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static InputStream open(String resource) {
    InputStream in = Assets.class.getClassLoader().getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(resource + " is not on the class path");
    }
    return in;
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "svg" -> "image/svg+xml";
      default -> throw new IllegalArgumentException("no content type is known for " + name);
    };
  }
}
