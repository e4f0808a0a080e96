package caravan.task.tree;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words that somebody wrote, in messages: short, on one line, and set right where they are nearly known ones. */
public final class Words {
    private static final int LONGEST_SHOWN = 60;
    private static final int LONGEST_GUESSED = 40;
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029\\uD800-\\uDFFF]");

    private Words() {}

    /** The text in quotes. */
    public static String quoted(String text) {
        return "'" + printable(text) + "'";
    }

    static String printable(String text) {
        int[] shown = text.codePoints().limit(LONGEST_SHOWN + 1L).toArray();
        return shown.length <= LONGEST_SHOWN ? onOneLine(text) : onOneLine(new String(shown, 0, LONGEST_SHOWN)) + "…";
    }

    static String onOneLine(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** What to say of a word that is none of those known: the one it is nearly, or all of them. */
    public static String suggestion(String word, Collection<String> known) {
        return nearest(word, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(known.isEmpty() ? "there are none" : "known are " + firstOf(known));
    }

    /** @return the known word that it may be a slip of */
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST_GUESSED) {
            return Optional.empty();
        }
        int best = Integer.MAX_VALUE;
        String nearest = "";
        for (String candidate : known) {
            int distance = distance(bare(word), bare(candidate));
            if (distance < best && distance <= allowed(candidate)) {
                best = distance;
                nearest = candidate;
            }
        }
        return Optional.of(nearest).filter(found -> !found.isEmpty());
    }

    private static int allowed(String candidate) {
        return candidate.length() <= 3 ? 1 : 2;
    }

    /** {@code maxPages} and {@code max_pages} are {@code max-pages} to whoever is used to those. */
    private static String bare(String word) {
        return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    private static String firstOf(Collection<String> known) {
        int most = 40;
        String list = String.join(
                ", ", known.stream().limit(most).map(Words::printable).toList());
        return known.size() > most ? list + ", …" : list;
    }

    /** Letters to change, add, drop or swap with their neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, new int[] {i, j});
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int[] at) {
        int i = at[0];
        int j = at[1];
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int cost = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, d[i - 2][j - 2] + 1) : cost;
    }
}
