//! What a field may be for, as far as its name tells.

/// The words of a name in lower case: `userId`, `user_id` and `User ID` are `user`, `id`.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        let begins = !before.is_alphanumeric() || (c.is_uppercase() && before.is_lowercase());
        if c.is_alphanumeric() {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    words
}

fn last(words: &[String]) -> &str {
    words.last().map_or("", String::as_str)
}

/// Whether a field holds the id of something.
pub fn is_id(name: &str) -> bool {
    let words = words(name);
    let is_id = matches!(last(&words), "id" | "ids" | "uuid" | "guid" | "vid" | "key" | "identifier");
    is_id || (words.len() == 1 && words[0].len() > 2 && words[0].ends_with("id") && is_known_id(&words[0]))
}

/// `userid` and the like, written as one word.
fn is_known_id(word: &str) -> bool {
    match word.strip_suffix("id") {
        Some("company" | "account" | "deal" | "order" | "session" | "event" | "object") => true,
        Some(of) => OWNERS.contains(&of),
        // The person alone is one, the company is a name.
        None => OWNERS.contains(&word),
    }
}

/// Whether digits of a field are a code that nobody adds up: `phone`, `zip`, `Lead Number`.
pub fn is_code(name: &str) -> bool {
    let words = words(name);
    let codes = ["phone", "mobile", "fax", "zip", "postal", "postcode", "zipcode", "code", "sku", "vat", "iban"];
    is_id(name)
        || words.iter().any(|word| codes.contains(&word.as_str()))
        || (last(&words) == "number" && words.len() > 1)
}

/// Whether a field holds a moment.
pub fn is_time(name: &str) -> bool {
    time(name) > 0
}

/// How much a name speaks for the time of an activity; 0 where it is no time at all.
pub fn time(name: &str) -> i32 {
    let words = words(name);
    let score = match last(&words) {
        "at" | "timestamp" | "ts" | "time" | "datetime" | "when" => 8,
        "date" | "day" | "created" | "createdate" | "micro" | "millis" => 7,
        "on" | "registration" | "updated" | "epoch" | "seen" | "closedate" => 5,
        "start" | "since" | "until" => 3,
        last if (last.ends_with("date") && last.len() > 6 && !last.ends_with("andidate"))
            || last.ends_with("timestamp") =>
        {
            5
        }
        _ if words.iter().any(|word| matches!(word.as_str(), "timestamp" | "date" | "time" | "ts" | "datetime")) => 5,
        _ => 0,
    };
    let other =
        ["updated", "modified", "synced", "received", "expires", "end", "close", "birth", "obsoleted", "caused"];
    let is_other = words.iter().any(|word| other.contains(&word.as_str()));
    let is_it =
        ["occurred", "event", "happened", "created", "timestamp"].iter().any(|word| words.iter().any(|w| w == word));
    match score {
        0 => 0,
        score => (score + i32::from(words.len() == 1) * 2 + i32::from(is_it) - i32::from(is_other) * 4).max(1),
    }
}

/// What a person is called whose id a field holds.
const OWNERS: &[&str] = &[
    "contact",
    "user",
    "customer",
    "lead",
    "person",
    "profile",
    "visitor",
    "subscriber",
    "member",
    "prospect",
    "recipient",
    "client",
    "buyer",
    "sender",
    "anonymous",
    "donor",
    "attendee",
];

/// How much the end of a way speaks for the contact of an activity.
pub fn contact(keys: &[&str]) -> i32 {
    let own = words(keys.last().copied().unwrap_or(""));
    let parent = keys.iter().rev().nth(1).map_or_else(Vec::new, |key| words(key));
    let is_owner = |word: &String| OWNERS.contains(&word.as_str());
    let id_of = |owner: &str| match owner {
        "contact" => 10,
        "user" | "profile" | "visitor" | "member" => 8,
        "sender" => 6,
        "anonymous" => 5,
        _ => 9,
    };
    match own.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [owner, "id" | "uuid" | "guid" | "key"] if OWNERS.contains(&owner) => id_of(owner),
        [one] if is_known_id(one) && OWNERS.contains(&one.trim_end_matches("id")) => id_of(one.trim_end_matches("id")),
        ["id"] if parent.last().is_some_and(is_owner) => id_of(parent.last().map_or("", String::as_str)) - 1,
        ["recipient"] | ["email"] | ["email", "address"] => 7,
        ["vid"] | ["contact"] => 6,
        [.., "email"] if own.iter().any(is_owner) => 7,
        _ if own.len() > 1 && matches!(last(&own), "id") && own.iter().any(is_owner) => 6,
        _ => 0,
    }
}

/// How much a name speaks for the type of an activity.
pub fn activity_type(name: &str) -> i32 {
    let words = words(name);
    let texts: Vec<&str> = words.iter().map(String::as_str).collect();
    match texts[..] {
        ["event"] | ["event", "type"] | ["activity", "type"] | ["event", "name"] => 10,
        ["type"] | ["activity"] | ["activity", "name"] => 9,
        ["action"] | ["kind"] | ["verb"] | ["interaction"] => 7,
        [.., "event"] => 6,
        ["page"] | ["topic"] | ["object"] => 4,
        [.., "type"] | [.., "action"] => 3,
        _ => 0,
    }
}

/// How much a name speaks for the key of a kind of record: `id`, `account_id` for accounts.
pub fn key(name: &str, kind: &str) -> i32 {
    let words = words(name);
    let kind_words = self::words(kind);
    let is_of_kind =
        |of: &[String]| of == kind_words || (kind == "contact" && of.iter().all(|word| OWNERS.contains(&&**word)));
    let others = ["portal", "owner", "parent", "user", "by", "team", "workspace", "app", "account", "hub"];
    match words.split_last() {
        Some((id, [])) if id == "id" => 10,
        Some((id, [])) if matches!(id.as_str(), "vid" | "uuid" | "guid" | "key") => 8,
        Some((id, of)) if is_id(id) && is_of_kind(of) => 9,
        Some((id, [of])) if id == "id" && matches!(of.as_str(), "object" | "record") => 8,
        Some((_, of)) if is_id(name) && of.iter().any(|word| others.contains(&word.as_str())) => 2,
        Some((id, [])) if is_known_id(id) => 8,
        Some((number, [_])) if number == "number" => 4,
        Some((email, [])) if email == "email" => 4,
        _ if is_id(name) => 6,
        _ => 0,
    }
}

/// How much a name speaks for an activity's own id.
pub fn own_id(name: &str) -> i32 {
    let words = words(name);
    let is_person = words.iter().any(|word| OWNERS.contains(&word.as_str()));
    let of = ["event", "message", "activity", "conversion", "delivery", "engagement", "interaction", "submission"];
    match () {
        () if is_person => 0,
        () if words.len() == 1 && (words[0] == "id" || words[0] == "uuid") => 8,
        () if words.iter().any(|word| of.contains(&word.as_str())) && (is_id(name) || last(&words) == "delivery") => 9,
        () => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        for name in ["userId", "user_id", "User ID", "user-id", "USER_ID"] {
            assert_eq!(words(name), ["user", "id"], "{name}");
        }
        assert!(words("").is_empty());
    }

    #[test]
    fn ids_times_and_codes_are_told_by_their_names() {
        for name in ["id", "Prospect ID", "userid", "sg_event_id", "vid", "account_ids"] {
            assert!(is_id(name), "{name}");
        }
        for name in ["paid", "valid", "grid", "solid", "identity"] {
            assert!(!is_id(name), "{name}");
        }
        assert!(is_code("Lead Number") && is_code("zip") && !is_code("number") && !is_code("number_of_cds"));
        assert!(time("timestamp") > time("created_at") && time("created_at") > time("_fivetran_synced"));
        assert!(!is_time("status") && !is_time("city"));
    }

    #[test]
    fn keys_of_contacts_are_told_by_their_names() {
        assert!(contact(&["contact_id"]) > contact(&["userId"]));
        assert!(contact(&["userId"]) > contact(&["msg", "email"]));
        assert!(contact(&["msg", "email"]) > contact(&["anonymousId"]));
        assert!(contact(&["body", "sender", "id"]) > 0 && contact(&["repository", "id"]) == 0);
        assert_eq!(contact(&["page_id"]), 0);
        assert!(key("deal_id", "deal") > key("company_id", "deal"));
    }
}
