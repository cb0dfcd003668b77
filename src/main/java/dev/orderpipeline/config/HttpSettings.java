package dev.orderpipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/// The HTTP server.
///
/// @param port 0 … 65,535; 0 for a free one
/// @param advertisedHost under which other instances reach this one; empty for `host`
/// @param adminToken asked for by operations; empty if they are refused, or it is in a file
/// @param adminTokenFile read at start
/// @param readToken asked for by reading; empty if anybody may read
/// @param placeToken asked for by placing; empty if anybody may place
/// @param rate orders taken a second, 1 … 1,000,000
/// @param burst orders taken at once after a quiet time, 1 … 1,000,000
/// @param connections most of them, 1 … 100,000
/// @param waiting most requests held for an order to get somewhere, 1 … 1,000,000
/// @param metrics whether anything is measured and shown
public record HttpSettings(
    String host,
    int port,
    Optional<String> advertisedHost,
    Optional<Secret> adminToken,
    Optional<Path> adminTokenFile,
    Optional<Secret> readToken,
    Optional<Secret> placeToken,
    int rate,
    int burst,
    int connections,
    int waiting,
    boolean metrics,
    Optional<TlsSettings> tls) {

  /// Shorter ones can be guessed.
  public static final int MIN_TOKEN_LENGTH = 16;

  public HttpSettings {
    Check.matches("host", host, "\\S+", "a host name or address");
    advertisedHost.ifPresent(
        name -> Check.matches("advertised-host", name, "\\S+", "a host name or address"));
    Check.between("port", port, 0, 65_535);
    token("admin-token", adminToken);
    token("read-token", readToken);
    token("place-token", placeToken);
    if (adminToken.isPresent() && adminTokenFile.isPresent()) {
      throw new InvalidSetting(
          "admin-token-file",
          adminTokenFile.get().toString(),
          "nothing while http.admin-token is set");
    }
    Check.between("rate", rate, 1, 1_000_000);
    Check.between("burst", burst, 1, 1_000_000);
    Check.between("connections", connections, 1, 100_000);
    Check.between("waiting", waiting, 1, 1_000_000);
  }

  private static void token(String key, Optional<Secret> token) {
    if (token.isPresent() && token.get().reveal().length() < MIN_TOKEN_LENGTH) {
      throw new InvalidSetting(key, "***", "at least %d characters".formatted(MIN_TOKEN_LENGTH));
    }
  }
}
