package dev.orderpipeline.http;

import dev.orderpipeline.http.console.Assets;
import dev.orderpipeline.http.console.Switchboard;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// The console: its page, the stream of pictures that the page draws, and in the demo the switches.
/// Not part of the API.
final class ConsolePages {

  /// What instances ask each other for.
  static final String VIEW = "/internal/console";

  private static final String PARTS = "/console/";

  /// Everything comes from here, and nothing of it is written into the page.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
          + " 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'; trusted-types lit-html";

  /// Browsers send this to another site only after asking it, and nobody here says yes.
  private static final String OWN_HEADER = "X-Console";

  private static final Problem FOREIGN =
      Problem.of(403, "foreign_origin", "switches are flipped from the console's own page only");

  private final ConsoleFeed feed;
  private final EventStream stream;
  private final Access access;
  private final Optional<Switchboard> switches;
  private final Assets assets = Assets.load();

  ConsolePages(
      ConsoleFeed feed, EventStream stream, Access access, Optional<Switchboard> switches) {
    this.feed = feed;
    this.stream = stream;
    this.access = access;
    this.switches = switches;
  }

  /// To be mounted after what guards `/internal/`.
  void mount(Router router) {
    router.get("/").handler(this::page);
    router.get(PARTS + "events").handler(this::events);
    router.get(PARTS + "*").handler(this::part);
    router.get(VIEW).handler(this::view);
    if (switches.isPresent()) {
      Switchboard board = switches.get();
      router.post(PARTS + "switches/:id/:to").handler(call -> flip(call, board));
    }
  }

  private void page(RoutingContext call) {
    call.response()
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    send(call, assets.page());
  }

  private void part(RoutingContext call) {
    Optional<Assets.Asset> asset = assets.find(call.normalizedPath().substring(PARTS.length()));
    if (asset.isEmpty()) {
      call.next();
      return;
    }
    call.response().putHeader(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable");
    send(call, asset.get());
  }

  private static void send(RoutingContext call, Assets.Asset asset) {
    Replies.send(call, 200, asset.type(), Buffer.buffer(asset.bytes()));
  }

  private void events(RoutingContext call) {
    Optional<Problem> refusal = access.check(call.request(), Right.READ);
    if (refusal.isPresent()) {
      Replies.problem(call, refusal.get());
      return;
    }
    stream.open(call);
    feed.draw();
  }

  private void view(RoutingContext call) {
    feed.viewJson()
        .onSuccess(body -> Replies.send(call, 200, "application/json", body))
        .onFailure(call::fail);
  }

  private void flip(RoutingContext call, Switchboard board) {
    Optional<Problem> refusal = access.check(call.request(), Right.READ);
    if (refusal.isEmpty() && !isOwn(call.request())) {
      refusal = Optional.of(FOREIGN);
    }
    if (refusal.isPresent()) {
      Replies.problem(call, refusal.get());
      return;
    }
    boolean found =
        board.flip(
            String.valueOf(call.pathParam("id")),
            "on".equals(String.valueOf(call.pathParam("to"))));
    if (!found) {
      Replies.problem(call, Problem.of(404, "no_such_switch", "there is no such switch"));
      return;
    }
    feed.draw();
    call.response().setStatusCode(204).end();
  }

  /// Whether the console's page asks, and no page of another site.
  private static boolean isOwn(HttpServerRequest request) {
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    String site = request.getHeader("Sec-Fetch-Site");
    return request.getHeader(OWN_HEADER) != null
        && (site == null || site.equals("same-origin"))
        && (origin == null
            || origin.replaceFirst("^https?://", "").equals(String.valueOf(request.authority())));
  }
}
