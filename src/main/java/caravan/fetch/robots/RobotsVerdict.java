package caravan.fetch.robots;

import caravan.crawl.Refusal;

/** What robots.txt says about one URL. */
public sealed interface RobotsVerdict {

    /** robots.txt has to be asked first: {@link Robots#advance}. */
    record Unknown() implements RobotsVerdict {}

    /** The URL may be fetched. */
    record Allowed() implements RobotsVerdict {}

    /** A rule for our agent forbids the URL. */
    record Disallowed() implements RobotsVerdict {}

    /**
     * robots.txt could not be had, so nothing of the origin may be fetched for now (RFC 9309 § 2.3.1.4).
     *
     * @param refusal what its pages are counted under: {@code ADDRESS} when the guard refused the host, else
     *                {@code ROBOTS}
     * @param reason  such as "robots.txt answered 500", for the log
     */
    record Unreachable(Refusal refusal, String reason) implements RobotsVerdict {}
}
