package dev.orderpipeline.http;

import dev.orderpipeline.config.TlsSettings;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The certificates of an instance: the one that it shows, and those that it believes others.
///
/// @param own shown to whoever connects
/// @param others what another instance's certificate is checked by
record Tls(KeyCertOptions own, TrustOptions others) {

  /// Reads the files, so that what is wrong with them is known before anybody connects.
  ///
  /// @throws IOException naming the setting and its file
  static Tls read(TlsSettings files, Vertx vertx) throws IOException {
    KeyCertOptions own =
        new PemKeyCertOptions()
            .setCertPath(files.certificate().toString())
            .setKeyPath(files.key().toString());
    try {
      own.getKeyManagerFactory(vertx);
    } catch (Exception e) {
      throw new IOException(
          "http.tls.certificate %s and http.tls.key %s cannot be used: %s"
              .formatted(files.certificate(), files.key(), reason(e)),
          e);
    }
    Path trusted = files.trusted().orElse(files.certificate());
    TrustOptions others = new PemTrustOptions().addCertPath(trusted.toString());
    try {
      others.getTrustManagerFactory(vertx);
    } catch (Exception e) {
      throw new IOException(
          "http.tls.trusted %s cannot be used: %s".formatted(trusted, reason(e)), e);
    }
    return new Tls(own, others);
  }

  /// What lies deepest says most.
  private static String reason(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return cause == null ? failure.toString() : reason(cause);
  }
}
