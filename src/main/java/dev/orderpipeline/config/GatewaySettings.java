package dev.orderpipeline.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// How one gateway is reached.
///
/// @param url http or https, without user, query or fragment
/// @param token sent as bearer token, if there is one
/// @param responseTimeout 1 ms … 10 min
/// @param connectTimeout 1 ms … 1 min
/// @param connections at most, 1 … 65,535
public record GatewaySettings(
    URI url,
    Optional<Secret> token,
    Duration responseTimeout,
    Duration connectTimeout,
    boolean http2,
    int connections,
    LaneSettings forward,
    LaneSettings compensation) {

  private static final Duration LEAST = Duration.ofMillis(1);

  public GatewaySettings {
    checkUrl(url);
    Check.between("response-timeout", responseTimeout, LEAST, Duration.ofMinutes(10));
    Check.between("connect-timeout", connectTimeout, LEAST, Duration.ofMinutes(1));
    Check.between("connections", connections, 1, 65_535);
  }

  private static void checkUrl(URI url) {
    boolean scheme = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (url.getRawUserInfo() != null) {
      throw new InvalidSetting("url", "***", "a URL without user and password; use the token");
    }
    if (!scheme || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
      throw new InvalidSetting(
          "url", url.toString(), "http://host:port or https://host:port, with a path if need be");
    }
  }
}
