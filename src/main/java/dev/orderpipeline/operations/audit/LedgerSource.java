package dev.orderpipeline.operations.audit;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// Where a gateway's ledger can be read, as often as wanted.
///
/// @param name the file or address, as people gave it
public record LedgerSource(String name, Opener opener) {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// Opens the ledger from its beginning.
  @FunctionalInterface
  public interface Opener {
    /// Opens it anew; the caller closes what it gets.
    ///
    /// @throws IOException if it is not there or cannot be read, saying which
    InputStream open() throws IOException;
  }

  /// A file, or an `http:` or `https:` address that answers with the ledger's lines.
  ///
  /// @throws IllegalArgumentException if it is neither
  public static LedgerSource of(String fileOrUrl) {
    String lower = fileOrUrl.toLowerCase(Locale.ROOT);
    if (lower.startsWith("http://") || lower.startsWith("https://")) {
      URI address = URI.create(fileOrUrl);
      return new LedgerSource(fileOrUrl, () -> get(address));
    }
    Path file = Path.of(fileOrUrl);
    return new LedgerSource(fileOrUrl, () -> Files.newInputStream(file));
  }

  private static InputStream get(URI address) throws IOException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        response.body().close();
        throw new IOException("answered " + response.statusCode() + ", wanted 200");
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
