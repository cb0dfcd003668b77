package dev.orderpipeline.config;

import java.nio.file.Path;
import java.util.Optional;

/// TLS of the HTTP server, from PEM files.
///
/// @param trusted certificates that other instances' are checked by; empty for `certificate`
public record TlsSettings(Path certificate, Path key, Optional<Path> trusted) {

  static Optional<TlsSettings> of(
      Optional<String> certificate, Optional<String> key, Optional<String> trusted) {
    if (certificate.isPresent() != key.isPresent()) {
      throw new InvalidSetting(
          certificate.isPresent() ? "key" : "certificate",
          "",
          "a file, as http.tls.certificate and http.tls.key go together");
    }
    return certificate.map(
        file -> new TlsSettings(Path.of(file), Path.of(key.orElseThrow()), trusted.map(Path::of)));
  }
}
