package dev.orderpipeline.gateways;

import dev.orderpipeline.domain.Lane;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How to reach one gateway.
///
/// @param url `http` or `https`, host, optional port and path prefix; nothing else
/// @param token sent as bearer token, if the gateway asks for one
/// @param trustedCertificates a PEM file of the authorities to trust instead of the JDK's
/// @param http2 HTTP/2 (by ALPN over https, with prior knowledge over http) instead of HTTP/1.1
/// @param connectTimeout for a TCP connection, and again for its TLS handshake, 1 ms … 1 min
/// @param responseTimeout for a whole call, the wait for a connection included, 1 ms … 10 min
/// @param maxBodyBytes a longer reply is garbage, 1 KiB … 16 MiB
/// @param maxRetryAfter the longest wait that the gateway may ask of us, 0 … 1 d
public record GatewaySettings(
    URI url,
    Optional<Secret> token,
    Optional<Path> trustedCertificates,
    boolean http2,
    Duration connectTimeout,
    Duration responseTimeout,
    int maxBodyBytes,
    Duration maxRetryAfter,
    LaneSettings forward,
    LaneSettings compensation) {

  public GatewaySettings {
    checkUrl(url);
    trustedCertificates.ifPresent(GatewaySettings::checkReadable);
    Require.range("connect-timeout", connectTimeout, Duration.ofMillis(1), Duration.ofMinutes(1));
    Require.range(
        "response-timeout", responseTimeout, Duration.ofMillis(1), Duration.ofMinutes(10));
    Require.range("max-body-bytes", maxBodyBytes, 1024, 16 * 1024 * 1024);
    Require.range("max-retry-after", maxRetryAfter, Duration.ZERO, Duration.ofDays(1));
  }

  /// The defaults.
  public static GatewaySettings of(URI url, Secret token) {
    return new GatewaySettings(
        url,
        Optional.of(token),
        Optional.empty(),
        false,
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        64 * 1024,
        Duration.ofMinutes(1),
        LaneSettings.FORWARD,
        LaneSettings.COMPENSATION);
  }

  public LaneSettings lane(Lane lane) {
    return switch (lane) {
      case FORWARD -> forward;
      case COMPENSATION -> compensation;
    };
  }

  boolean https() {
    return url.getScheme().equalsIgnoreCase("https");
  }

  String host() {
    String host = url.getHost();
    // URI keeps the brackets of an IPv6 address; a socket address has none.
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    return url.getPort() >= 0 ? url.getPort() : https() ? 443 : 80;
  }

  /// Empty, or begins with a slash and does not end with one.
  String pathPrefix() {
    return url.getRawPath().replaceAll("/+$", "");
  }

  private static void checkUrl(URI url) {
    if (url.getRawUserInfo() != null) {
      // Not quoted: what stands there is likely a password.
      throw new IllegalArgumentException(
          "url must not hold user or password; the token is a setting of its own");
    }
    String scheme = String.valueOf(url.getScheme());
    boolean known = scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https");
    if (!known || url.getHost() == null) {
      throw new IllegalArgumentException(
          "url must look like https://host:port/prefix, was '" + url + "'");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "url must end with its path, without ? and #, was '" + url + "'");
    }
  }

  private static void checkReadable(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "trusted-certificates must be a readable PEM file, was '" + file + "'");
    }
  }
}
