package caravan.task;

import com.google.re2j.Pattern;
import crawlercommons.domains.EffectiveTldFinder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides for one crawl whether a URL is in scope. Thread-safe. It starts with the task's seeds and learns where they
 * redirect to: whoever asks for {@code example.org} means the {@code www.example.org} it sends everybody to.
 */
public final class ScopeFilter {
    private final Scope.Kind kind;
    private final List<Pattern> include;
    private final List<Pattern> exclude;
    private final Set<String> anchors = ConcurrentHashMap.newKeySet();
    private final Set<String> learned = ConcurrentHashMap.newKeySet();

    public ScopeFilter(Scope scope) {
        this(scope, List.of());
    }

    /** @param seeds normalised absolute URLs */
    public ScopeFilter(Scope scope, Collection<String> seeds) {
        this.kind = scope.kind();
        this.include = scope.include().stream().map(Scope::compile).toList();
        this.exclude = scope.exclude().stream().map(Scope::compile).toList();
        seeds.forEach(seed -> anchors.add(anchorOf(seed)));
    }

    /** Makes the neighbourhood of a seed, or of what a seed redirected to, part of the scope. */
    public void addSeed(String url) {
        anchors.add(anchorOf(url));
        learned.add(url);
    }

    /** What it has learned besides the seeds that it began with. */
    public Set<String> learned() {
        return Set.copyOf(learned);
    }

    /** Learns what {@code before} has learned, besides the seeds that it began with. */
    public void addLearned(ScopeFilter before) {
        before.learned.forEach(this::addSeed);
    }

    /**
     * @param url normalised absolute URL
     */
    public boolean admits(String url) {
        return isNear(url) && (include.isEmpty() || matchesAny(include, url)) && !matchesAny(exclude, url);
    }

    private boolean isNear(String url) {
        return switch (kind) {
            case ANY -> true;
            case HOST, DOMAIN -> anchors.contains(anchorOf(url));
            case PREFIX -> anchors.stream().anyMatch(url::startsWith);
        };
    }

    private String anchorOf(String url) {
        return switch (kind) {
            case ANY -> "";
            case HOST -> hostOf(url);
            case DOMAIN -> domainOf(hostOf(url));
            case PREFIX -> url.substring(0, url.lastIndexOf('/') + 1);
        };
    }

    /** The host name of a normalised URL: no regex and no parser, as this runs for every link found. */
    public static String hostOf(String url) {
        int start = url.indexOf("://") + 3;
        int end = url.indexOf('/', start);
        String authority = url.substring(start, end < 0 ? url.length() : end);
        int port = authority.lastIndexOf(':');
        return port < 0 || authority.endsWith("]") ? authority : authority.substring(0, port);
    }

    private static String domainOf(String host) {
        return Optional.ofNullable(EffectiveTldFinder.getAssignedDomain(host, true, true))
                .orElse(host);
    }

    private static boolean matchesAny(List<Pattern> patterns, String url) {
        for (Pattern pattern : patterns) {
            if (pattern.matcher(url).find()) {
                return true;
            }
        }
        return false;
    }
}
