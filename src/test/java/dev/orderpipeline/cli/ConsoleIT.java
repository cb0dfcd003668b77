package dev.orderpipeline.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.orderpipeline.PipelineSettings;
import dev.orderpipeline.Service;
import dev.orderpipeline.World;
import dev.orderpipeline.gateways.CallListener;
import dev.orderpipeline.http.Client;
import dev.orderpipeline.http.Client.Reply;
import dev.orderpipeline.http.HttpServer;
import dev.orderpipeline.operations.Act;
import dev.orderpipeline.operations.control.ControlDesk;
import dev.orderpipeline.protocol.PipelineEvents;
import dev.orderpipeline.simulation.EmbeddedBroker;
import dev.orderpipeline.simulation.gateways.FaultSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/// The console as a person has it: in a browser, on a running service.
class ConsoleIT {

  private static final String TOKEN = "token-for-reading-0123456789";
  private static final double PATIENCE_MS = 20_000;

  @TempDir static Path dir;
  private static EmbeddedBroker broker;
  private static World world;
  private static Service service;
  private static Chromium chromium;

  private final List<String> complaints = new ArrayList<>();
  private BrowserContext context;
  private Page page;

  @BeforeAll
  static void start() throws IOException {
    Optional<Path> executable = Chromium.find();
    if (executable.isEmpty()) {
      String reason =
          "ConsoleIT is skipped: Chromium is not on the PATH; install Debian's package chromium";
      System.err.println(reason);
      throw new TestAbortedException(reason);
    }
    chromium = Chromium.start(executable.get());
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    broker = EmbeddedBroker.start(dir.resolve("broker"));
    world = new World(broker, dir, "console", 3);
    service = service(world.quickBreaker(), Map.of());
    service.start(Optional.of(new FaultPanel(FaultSettings.parse(""), world.gateways().faults())));
  }

  @AfterAll
  static void stop() throws IOException {
    if (chromium == null) {
      return;
    }
    service.close();
    world.close();
    broker.close();
    chromium.close();
  }

  @BeforeEach
  void open() {
    Assumptions.assumeTrue(chromium != null);
    window(new Browser.NewContextOptions().setViewportSize(1280, 900));
  }

  private void window(Browser.NewContextOptions options) {
    if (context != null) {
      context.close();
    }
    context = chromium.browser().newContext(options);
    context.setDefaultTimeout(PATIENCE_MS);
    page = context.newPage();
    page.onPageError(complaints::add);
    page.onConsoleMessage(message -> {
      // An answer such as 404 is reported as an error too; what becomes of it is tested.
      if (message.type().equals("error") && !message.text().startsWith("Failed to load")) {
        complaints.add(message.text());
      }
    });
  }

  @AfterEach
  void nothingWentWrongInThePage() {
    context.close();
    assertThat(complaints).as("errors, and refusals of the page's policy").isEmpty();
  }

  @Test
  void showsThePipelineAndGoesWithIt() {
    visit(service);
    assertThat(page.getByTestId("connection")).hasText("live");
    int before = completed();
    for (int i = 0; i < 7; i++) {
      world.place("live-" + i);
    }
    assertThat(page.getByTestId("count-completed")).hasText(String.valueOf(before + 7));
    assertThat(page.getByTestId("lag")).hasText("0");
    assertThat(page.getByTestId("active")).hasText("0");
    assertThat(page.getByTestId("breaker-payments-forward")).hasText("closed");
    assertThat(page.locator(".verdict")).containsText("All is well");
    assertThat(page.locator("#plot canvas")).isVisible();
    assertThat(page.getByText("3 of 3 partitions owned")).isVisible();
  }

  @Test
  void findsAnOrderByKeyboardAndDrawsItsTimeline() {
    world.place("found-1");
    visit(service);
    page.keyboard().press("/");
    assertThat(page.locator("#order-id")).isFocused();
    page.keyboard().type("found-1");
    page.keyboard().press("Enter");
    Locator drawer = page.locator("#order");
    assertThat(page.getByTestId("order-state")).hasText("Completed");
    assertThat(page.getByTestId("timeline")).isVisible();
    assertThat(drawer.locator(".transitions li")).hasCount(4);
    assertThat(drawer).containsText("reserve confirmed");
    assertThat(drawer).containsText("EUR");
    assertThat(drawer).not().containsText("c-1");
    noViolations("an order");
    page.keyboard().press("Escape");
    assertThat(drawer).isHidden();
    page.locator("#order-id").fill("no-such-order");
    page.keyboard().press("Enter");
    assertThat(drawer).containsText("There is no order no-such-order");
    page.keyboard().press("Escape");
    page.locator("#order-id").fill("not an id");
    page.keyboard().press("Enter");
    assertThat(drawer).containsText("An orderId has 1 to 64");
  }

  @Test
  void aDeadLetterIsShownWithItsReasonAndWithoutItsContent() {
    visit(service);
    Locator letters = page.getByTestId("dead-letters");
    world.place("bad-1", "{\"orderId\":\"bad-1\",\"secret\":\"4111-1111\"");
    assertThat(letters).containsText("not json");
    assertThat(letters).containsText("bad-1");
    assertThat(letters).containsText(world.topics().placed());
    assertThat(page.locator("body")).not().containsText("4111-1111");
  }

  @Test
  void aPauseIsShownWithItsReasonAndLiftedFromThePage() throws IOException {
    try (World own = new World(broker, dir, "paused", 1);
        Service guarded = service(own.settings(), Map.of("http.admin-token", TOKEN))) {
      guarded.start();
      new ControlDesk(
              own.settings().stream().client(),
              own.settings().stream().pipelineId(),
              own.topics(),
              Clock.systemUTC())
          .pauseIntake(new Act("ann", "stock-taking", false));
      visit(guarded);
      Locator verdict = page.locator(".verdict");
      assertThat(verdict).containsText("Intake closed: Pause by ann");
      assertThat(verdict).containsText("stock-taking");
      button(verdict, "^Resume the intake$").click();
      page.getByLabel("Admin token").fill(TOKEN);
      page.keyboard().press("Enter");
      assertThat(page.getByTestId("dry-run")).containsText("takes orders in again");
      page.getByLabel("Who you are").fill("ops");
      page.getByLabel("Why").fill("stock is counted");
      button(page.locator("#operate"), "^Resume$").click();
      assertThat(page.getByTestId("operate-done")).isVisible();
      page.keyboard().press("Escape");
      assertThat(verdict).not().containsText("Intake closed");
    }
  }

  @Test
  void aDeadLetterIsActedOnOnlyAfterThePageHasSaidWhatThatDoes() throws IOException {
    try (World own = new World(broker, dir, "acting", 1);
        Service guarded = service(own.settings(), Map.of("http.admin-token", TOKEN))) {
      own.gateways().faults().set("refunds.error=1");
      guarded.start();
      own.place("bad", "{");
      own.place("stuck", World.order("stuck", "pm_1", "SKU-OUT-1"));
      visit(guarded);
      Locator letters = page.getByTestId("dead-letters");
      assertThat(letters.locator("li")).hasCount(2);
      button(letters, "^Discard not json").click();
      page.getByLabel("Admin token").fill(TOKEN);
      page.keyboard().press("Enter");
      Locator dialog = page.locator("#operate");
      assertThat(page.getByTestId("dry-run")).containsText("would be discarded");
      assertThat(button(dialog, "^Discard$")).isDisabled();
      page.getByLabel("Who you are").fill("ops");
      page.getByLabel("Why").fill("a test of the shop");
      noViolations("a confirmation");
      screenshot("discard");
      button(dialog, "^Discard$").click();
      assertThat(page.getByTestId("operate-done")).isVisible();
      page.keyboard().press("Escape");
      assertThat(letters.locator("li", new Locator.LocatorOptions().setHasText("not json")))
          .containsText("discarded");

      own.gateways().faults().clear();
      button(letters, "^Resolve compensation").click();
      page.locator("#operate-step").selectOption("charge");
      assertThat(page.getByTestId("dry-run")).containsText("not in charge");
      page.locator("#operate-step").selectOption("refund");
      assertThat(page.getByTestId("dry-run")).containsText("would count as done");
      screenshot("resolve");
      page.keyboard().press("Escape");
      button(letters, "^Redrive compensation").click();
      assertThat(page.getByTestId("dry-run")).containsText("same key");
      assertThat(page.getByLabel("Who you are")).hasValue("ops");
      page.getByLabel("Why").fill("gateway is back");
      button(dialog, "^Redrive$").click();
      assertThat(page.getByTestId("operate-done")).containsText("Published to");
      page.keyboard().press("Escape");
      assertThat(letters.locator("li", new Locator.LocatorOptions().setHasText("compensation")))
          .containsText("resolved");
      screenshot("letters");
      assertThat(page.getByText("No order waits for a person.")).isVisible();
    }
  }

  private static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(Pattern.compile(name)));
  }

  /// For people who want to see it: `-Dconsole.screenshots=DIR`.
  private void screenshot(String name) {
    String where = System.getProperty("console.screenshots", "");
    if (!where.isEmpty()) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of(where, name + ".png")).setFullPage(true));
    }
  }

  @Test
  void aSwitchBreaksTheGatewayTheBreakerOpensAndAllDrainsAgain() {
    visit(service);
    assertThat(page.getByTestId("connection")).hasText("live");
    int before = completed();
    Locator down = page.getByTestId("switch-payments-down");
    down.click();
    assertThat(down).hasAttribute("aria-checked", "true");
    for (int i = 0; i < 60; i++) {
      world.place("parked-" + i);
    }
    assertThat(page.getByTestId("breaker-payments-forward")).hasText(Pattern.compile("open"));
    assertThat(page.locator(".verdict.bad")).containsText("breaker open");
    assertThat(page.locator(".state.charging .parts")).containsText("parked");
    noViolations("an outage");
    down.click();
    assertThat(down).hasAttribute("aria-checked", "false");
    assertThat(page.getByTestId("count-completed")).hasText(String.valueOf(before + 60));
    assertThat(page.getByTestId("breaker-payments-forward")).hasText("closed");
    assertThat(page.getByTestId("active")).hasText("0");
  }

  @Test
  void isAccessibleInBothThemes() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      window(new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(1280, 900));
      visit(service);
      noViolations(scheme.name());
    }
    page.getByLabel("Light theme").click();
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "light");
  }

  @Test
  void fitsAPhone() {
    world.place("narrow-1");
    window(
        new Browser.NewContextOptions()
            .setViewportSize(360, 740)
            .setIsMobile(true)
            .setHasTouch(true));
    visit(service);
    assertThat(page.getByTestId("connection")).hasText("live");
    assertThat(width()).isLessThanOrEqualTo(360);
    noViolations("a phone");
    page.locator("#order-id").fill("narrow-1");
    page.keyboard().press("Enter");
    assertThat(page.getByTestId("timeline")).isVisible();
    assertThat(page.getByTestId("order-state")).hasText("Completed");
    assertThat(width()).isLessThanOrEqualTo(360);
  }

  @Test
  void asksForATokenWhereReadingTakesOne() throws IOException {
    try (World own = new World(broker, dir, "signed", 1);
        Service guarded = service(own.settings(), Map.of("http.read-token", TOKEN))) {
      guarded.start();
      visit(guarded);
      Locator token = page.getByLabel("Token");
      assertThat(token).isVisible();
      assertThat(page.locator(".pipeline")).hasCount(0);
      noViolations("signing in");
      token.fill("token-that-is-not-right");
      page.keyboard().press("Enter");
      assertThat(page.getByRole(AriaRole.ALERT)).containsText("not the right one");
      token.fill(TOKEN);
      page.keyboard().press("Enter");
      assertThat(page.locator(".pipeline")).isVisible();
      assertThat(page.content()).doesNotContain(TOKEN);
      assertThat(page.getByTestId("switch-payments-down")).hasCount(0);
      page.reload();
      assertThat(page.locator(".pipeline")).isVisible();
      page.getByText("Sign out").click();
      assertThat(token).isVisible();
    }
  }

  @Test
  void worksWhileAnInstanceIsDown() throws IOException {
    try (World own = new World(broker, dir, "two", 4);
        Service first = service(World.numbered(own.settings(), 1, 0), Map.of())) {
      first.start();
      Service second = service(World.numbered(own.settings(), 2, 0), Map.of());
      try (second) {
        second.start();
        visit(first);
        Locator answering = page.locator(".pill.ok", text("running"));
        assertThat(answering).hasCount(2);
        assertThat(page.getByText("4 of 4 partitions owned")).isVisible();
      }
      // Its seat is kept for it until the session times out.
      assertThat(page.locator(".verdict.bad")).containsText("does not answer");
      assertThat(page.locator(".pill.bad", text("unreachable"))).hasCount(1);
      assertThat(page.getByTestId("connection")).hasText("live");
      own.place("after-1");
      assertThat(page.locator(".pill", text("unreachable"))).hasCount(0);
      assertThat(page.getByTestId("count-completed")).hasText("1");
    }
  }

  @Test
  void tellsWhenItsInstanceIsGone() throws IOException {
    try (World own = new World(broker, dir, "gone", 1)) {
      try (Service brief = service(own.settings(), Map.of())) {
        brief.start();
        visit(brief);
        assertThat(page.getByTestId("connection")).hasText("live");
      }
      assertThat(page.getByTestId("connection")).hasText("no connection");
      assertThat(page.locator(".lost")).containsText("has not been heard of since");
      assertThat(page.locator(".pipeline")).isVisible();
    }
  }

  @Test
  void theSwitchesObeyThePageOnly() throws IOException {
    String path = "/console/switches/payments-slow/on";
    try (Client client = new Client();
        World own = new World(broker, dir, "plain", 1);
        Service plain = service(own.settings(), Map.of())) {
      plain.start();
      assertThat(client.post(service.url(), path, "").status()).isEqualTo(403);
      String[][] foreign = {
        {"X-Console", "switch", "Origin", "http://evil.example"},
        {"X-Console", "switch", "Sec-Fetch-Site", "cross-site"},
        {"X-Console", "switch", "Sec-Fetch-Site", "same-site"}
      };
      for (String[] headers : foreign) {
        assertThat(client.post(service.url(), path, "", headers).code())
            .isEqualTo("foreign_origin");
      }
      assertThat(world.gateways().faults().get().text()).isEmpty();
      assertThat(client.post(plain.url(), path, "", "X-Console", "switch").status()).isEqualTo(404);
      assertThat(
              client
                  .post(service.url(), "/console/switches/none/on", "", "X-Console", "switch")
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void everythingComesFromTheJarUnderAStrictPolicy() {
    try (Client client = new Client()) {
      Reply html = client.get(service.url(), "/");
      assertThat(html.header("content-type")).startsWith("text/html");
      assertThat(html.header("content-security-policy"))
          .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe", "http");
      assertThat(html.header("x-content-type-options")).isEqualTo("nosniff");
      assertThat(html.header("cache-control")).isEqualTo("no-cache");
      String script =
          html.response().body().replaceAll("(?s).*src=\"(/console/[^\"]*/console.js)\".*", "$1");
      Reply part = client.get(service.url(), script);
      assertThat(part.header("content-type")).startsWith("text/javascript");
      assertThat(part.header("cache-control")).contains("immutable");
      assertThat(client.get(service.url(), "/console/0/console.js").status()).isEqualTo(404);
    }
    List<String> asked = new ArrayList<>();
    page.onRequest(request -> asked.add(request.url()));
    visit(service);
    assertThat(asked).hasSizeGreaterThan(15).allMatch(url -> url.startsWith(service.url()));
  }

  private void visit(Service where) {
    page.navigate(where.url() + "/");
    page.locator(".pipeline, .sign-in").first().waitFor();
  }

  /// How many the page counts, once those of the tests before are all among them.
  private int completed() {
    int completed = world.read(world.topics().completed()).size();
    assertThat(page.getByTestId("count-completed")).hasText(String.valueOf(completed));
    return completed;
  }

  private int width() {
    return ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue();
  }

  private static Page.LocatorOptions text(String text) {
    return new Page.LocatorOptions().setHasText(text);
  }

  private void noViolations(String what) {
    List<String> violations =
        new AxeBuilder(page)
            .analyze().getViolations().stream()
                .map(rule ->
                    "%s: %s, at %s"
                        .formatted(
                            rule.getId(),
                            rule.getHelp(),
                            rule.getNodes().stream()
                                .map(node -> node.getTarget() + " " + node.getFailureSummary())
                                .toList()))
                .toList();
    assertThat(violations).as(what).isEmpty();
  }

  private static Service service(PipelineSettings settings, Map<String, String> http)
      throws IOException {
    return new Service(settings, HttpServer.settings(http), PipelineEvents.NONE, CallListener.NONE);
  }
}
