/** Written by `pnpm generate` of the document of the API, for what `build/operations.ts` names. */
export interface paths {
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is signed in, and what that person may do */
        get: operations["getSession"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/query": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask for figures: by group and time, with their interval, compared, and explained */
        post: operations["postQuery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/query/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a figure counts: the answers, interactions, invitations or cases behind one group, the latest first */
        post: operations["postQueryRows"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures that left their band or fell silent, the latest first */
        get: operations["getAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/segments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The segments that are defined, by their names */
        get: operations["getSegments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Customers by the beginning of a name, or by an identifier of any kind */
        post: operations["postCustomersSearch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The record of a customer */
        get: operations["getCustomersById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened to a customer, the latest first */
        get: operations["getCustomersByIdTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a customer consented to, and what was lawful, at a moment */
        get: operations["getCustomersByIdConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who contacted a customer, when and how it ended; why nobody is to contact her now, and how often she still may be */
        get: operations["getCustomersByIdContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/briefing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom you have before you: how to call them, what happened lately, what to say of it, whether you may contact them, and what to offer */
        get: operations["getCustomersByIdBriefing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/verbatims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a customer felt, by what she wrote, and about what; the latest first */
        get: operations["getCustomersByIdVerbatims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a customer is one: what links the identifiers, what does not, and by which rule */
        get: operations["getCustomersByIdIdentity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decide who is who */
        post: operations["postIdentityDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out what a decision would make of the records */
        post: operations["postIdentityDecisionsDryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions/{id}/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out what taking a decision back would make of the records */
        post: operations["postIdentityDecisionsByIdDryRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/decisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a decision back */
        delete: operations["deleteIdentityDecisionsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that is known of a customer: the record, every interaction, consents, decisions, readers */
        get: operations["getCustomersByIdExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every erasure that was asked for, the latest first */
        get: operations["getErasures"];
        put?: never;
        /** Erase a person: a customer, or whoever has an identifier */
        post: operations["postErasures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far an erasure is, and what was removed where */
        get: operations["getErasuresById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guidance/{id}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that you have read a card */
        post: operations["postGuidanceByIdRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/guidance/{id}/not-helpful": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that a card did not help, and why: it goes back to its author */
        post: operations["postGuidanceByIdNotHelpful"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Unhappy customers of whom somebody takes care; those that were opened last first */
        get: operations["getCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A case with its history, and what the customer said */
        get: operations["getCasesById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/case-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What opens a case, who takes care of it, until when, and in which words it is resolved */
        get: operations["getCaseRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a case to somebody, to another queue, or to a defender */
        post: operations["postCasesByIdAssign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/comment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write something into the history of a case */
        post: operations["postCasesByIdComment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/contact": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Be in touch with the customer of a case: ask whether you may, or say how it ended */
        post: operations["postCasesByIdContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the clocks of a case stand: it waits for the customer, or for somebody else */
        post: operations["postCasesByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the clocks of a case run again */
        post: operations["postCasesByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close a case, with why it came to that and what was done about it */
        post: operations["postCasesByIdResolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open a case again: its clocks begin anew, and what they said stays in its history */
        post: operations["postCasesByIdReopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/improvements/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Root causes that recur at a touchpoint, with how many cases, customers and hours they took */
        get: operations["getImprovementsCandidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/improvements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What somebody has taken on to end what goes wrong again and again; what is due first comes first */
        get: operations["getImprovements"];
        put?: never;
        /** Take something on, against what goes wrong at a touchpoint again and again */
        post: operations["postImprovements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/improvements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An improvement with its history; and, once it is done, what came of it */
        get: operations["getImprovementsById"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is done, by whom, until when */
        patch: operations["patchImprovementsById"];
        trace?: never;
    };
    "/v1/improvements/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It works, since a day: from then on its effect is measured */
        post: operations["postImprovementsByIdDone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/improvements/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Nobody does it, and why */
        post: operations["postImprovementsByIdDrop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What became of all */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/lag": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What waits in the log for each service, and for how long */
        get: operations["getLag"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What could not be processed, the latest first */
        get: operations["getQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One message that could not be processed, and what to do */
        get: operations["getQuarantineById"];
        /** Fix an interaction: what takes its place when it is replayed */
        put: operations["putQuarantineById"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put a message onto the log again, as it was or as it was fixed */
        post: operations["postQuarantineByIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quarantine/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It is not to be processed; it stays here to be looked at */
        post: operations["postQuarantineByIdDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/suggestions/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many suggestions wait for an answer */
        get: operations["getIdentitySuggestionsCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/identity/suggestions/model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The model that compares people */
        get: operations["getIdentitySuggestionsModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sentiment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How right it is what is said of how customers feel: what judges, of what it was learnt, and what came of the newest challenger */
        get: operations["getSentiment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was learnt to predict by, how good it is on held-out cases, and whether it is shown */
        get: operations["getPredictions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The survey programmes: the version of each that is in force, and how it stands */
        get: operations["getProgrammes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A survey programme, and whom it cannot reach in time */
        get: operations["getProgrammesById"];
        /** Publish a survey programme, or its next version */
        put: operations["putProgrammesById"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of a survey programme, the latest first: who published it, when and why */
        get: operations["getProgrammesByIdVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring an earlier version of a survey programme back, as the next */
        post: operations["postProgrammesByIdVersionsByVersionRestore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a survey programme: from the answer on it asks nobody, on any instance */
        post: operations["postProgrammesByIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a survey programme that was paused */
        post: operations["postProgrammesByIdResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End a survey programme for ever */
        post: operations["postProgrammesByIdEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out what is wrong with a survey programme before it is published */
        post: operations["postProgrammesByIdCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** See the pages of a survey programme as somebody sees them who is asked */
        post: operations["postProgrammesByIdPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/dry-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out what programmes would have done about what really happened */
        post: operations["postProgrammesDryRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programmes/dry-runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a dry run of programmes is, and what it found */
        get: operations["getProgrammesDryRunsById"];
        put?: never;
        post?: never;
        /** Stop a dry run of programmes */
        delete: operations["deleteProgrammesDryRunsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many would have been asked, and what became of them, by programme */
        get: operations["getInvitationsCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The templates by which customers are told something */
        get: operations["getTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{id}/retire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Tell nothing by a template any more */
        post: operations["postTemplatesByIdRetire"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How often people are contacted, by which system or department, and how often they refuse */
        get: operations["getContactsCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/pressed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who was contacted most often within the last seven days, by whom, and which caps that uses up */
        get: operations["getContactsPressed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who may be contacted, when and how often */
        get: operations["getContactPolicy"];
        /** Change who may be contacted, when and how often */
        put: operations["putContactPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every version of the contact policy, the latest first: who published it, when and why */
        get: operations["getContactPolicyVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy/packs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The rules that are shipped, each with its source: have them confirmed by counsel */
        get: operations["getContactPolicyPacks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy/hours": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** At which hours of which days contacts are permitted at a place, and by which rules they are not */
        post: operations["postContactPolicyHours"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy/dry-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Find out who would have been contacted more, less, or at other times, by another policy */
        post: operations["postContactPolicyDryRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contact-policy/dry-runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a dry run of a contact policy is, and what it found */
        get: operations["getContactPolicyDryRunsById"];
        put?: never;
        post?: never;
        /** Stop a dry run of a contact policy */
        delete: operations["deleteContactPolicyDryRunsById"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The steps that a question may name: each matches at least one interaction */
        get: operations["getJourneysSteps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/funnels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A funnel: who of those that begin takes which step, within a window */
        post: operations["postJourneysFunnels"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/funnels/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The customers behind a figure of a funnel */
        post: operations["postJourneysFunnelsCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/paths": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Paths from a step, or to it */
        post: operations["postJourneysPaths"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/paths/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The customers behind a figure of paths */
        post: operations["postJourneysPathsCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Who comes back in the periods after the one in which they began */
        post: operations["postJourneysRetention"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/retention/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The customers behind a figure of a retention */
        post: operations["postJourneysRetentionCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/moments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Moments of truth: which steps go along with better or worse answers */
        post: operations["postJourneysMoments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/journeys/moments/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The customers whose answers have a step before them, or do not */
        post: operations["postJourneysMomentsCustomers"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Interaction: {
            id?: string;
            /** Format: date-time */
            occurredAt: string;
            channel: components["schemas"]["Channel"];
            touchpoint: string;
            kind: string;
            direction?: components["schemas"]["Direction"];
            actor?: components["schemas"]["Actor"];
            identifiers: components["schemas"]["Identifier"][];
            alias?: boolean;
            traits?: {
                [key: string]: unknown;
            };
            properties?: {
                [key: string]: unknown;
            };
            text?: string;
            locale?: string;
            answers?: components["schemas"]["Answer"][];
            consents?: components["schemas"]["ConsentStatement"][];
            journey?: components["schemas"]["Journey"];
            outcome?: components["schemas"]["Outcome"];
            context?: {
                [key: string]: unknown;
            };
        };
        /** @enum {string} */
        Channel: "web" | "app" | "call_centre" | "ivr" | "store" | "email" | "sms" | "whatsapp" | "chat" | "social" | "post" | "other";
        /** @enum {string} */
        Direction: "inbound" | "outbound" | "internal";
        /** @enum {string} */
        Actor: "customer" | "employee" | "manager" | "system" | "auditor";
        Identifier: {
            kind: string;
            value: string;
        };
        Answer: components["schemas"]["AnswerNps"] | components["schemas"]["AnswerCsat"] | components["schemas"]["AnswerCes"] | components["schemas"]["AnswerStars"] | components["schemas"]["AnswerYesNo"] | components["schemas"]["AnswerNumber"] | components["schemas"]["AnswerChoice"] | components["schemas"]["AnswerChoices"] | components["schemas"]["AnswerText"];
        AnswerNps: {
            question: string;
            /** @constant */
            scale: "nps";
            value: number;
        };
        AnswerCsat: {
            question: string;
            /** @constant */
            scale: "csat";
            value: number;
        };
        AnswerCes: {
            question: string;
            /** @constant */
            scale: "ces";
            value: number;
        };
        AnswerStars: {
            question: string;
            /** @constant */
            scale: "stars";
            value: number;
        };
        AnswerYesNo: {
            question: string;
            /** @constant */
            scale: "yes_no";
            value: boolean;
        };
        AnswerNumber: {
            question: string;
            /** @constant */
            scale: "number";
            value: number;
        };
        AnswerChoice: {
            question: string;
            /** @constant */
            scale: "choice";
            value: string;
        };
        AnswerChoices: {
            question: string;
            /** @constant */
            scale: "choices";
            value: string[];
        };
        AnswerText: {
            question: string;
            /** @constant */
            scale: "text";
            value: string;
        };
        ConsentStatement: {
            purpose: string;
            /** @enum {string} */
            channel?: "web" | "app" | "call_centre" | "ivr" | "store" | "email" | "sms" | "whatsapp" | "chat" | "social" | "post" | "other";
            contactPoint?: {
                kind: string;
                value: string;
            };
            state: components["schemas"]["ConsentState"];
            jurisdiction?: string;
            proof?: string;
        };
        /** @enum {string} */
        ConsentState: "granted" | "withdrawn";
        Journey: {
            id: string;
            name: string;
            stage?: string;
            momentOfTruth?: boolean;
        };
        /** @enum {string} */
        Outcome: "reached" | "no_answer" | "busy" | "voicemail" | "refused" | "wrong_person" | "bounced" | "delivered" | "opened" | "completed" | "abandoned" | "failed";
        Note: {
            path: string;
            reason: string;
            message: string;
        } & {
            [key: string]: unknown;
        };
        OpenIdentifier: {
            kind: string;
            value: string;
        } & {
            [key: string]: unknown;
        };
        OpenAnswer: (components["schemas"]["OpenAnswerNps"] | components["schemas"]["OpenAnswerCsat"] | components["schemas"]["OpenAnswerCes"] | components["schemas"]["OpenAnswerStars"] | components["schemas"]["OpenAnswerYesNo"] | components["schemas"]["OpenAnswerNumber"] | components["schemas"]["OpenAnswerChoice"] | components["schemas"]["OpenAnswerChoices"] | components["schemas"]["OpenAnswerText"]) | components["schemas"]["OpenAnswerVariant1"];
        OpenAnswerNps: {
            question: string;
            /** @constant */
            scale: "nps";
            value: number;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerCsat: {
            question: string;
            /** @constant */
            scale: "csat";
            value: number;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerCes: {
            question: string;
            /** @constant */
            scale: "ces";
            value: number;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerStars: {
            question: string;
            /** @constant */
            scale: "stars";
            value: number;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerYesNo: {
            question: string;
            /** @constant */
            scale: "yes_no";
            value: boolean;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerNumber: {
            question: string;
            /** @constant */
            scale: "number";
            value: number;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerChoice: {
            question: string;
            /** @constant */
            scale: "choice";
            value: string;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerChoices: {
            question: string;
            /** @constant */
            scale: "choices";
            value: string[];
        } & {
            [key: string]: unknown;
        };
        OpenAnswerText: {
            question: string;
            /** @constant */
            scale: "text";
            value: string;
        } & {
            [key: string]: unknown;
        };
        OpenAnswerVariant1: {
            question: string;
            scale: string;
        } & {
            [key: string]: unknown;
        };
        OpenConsentStatement: {
            purpose: string;
            channel?: string;
            contactPoint?: {
                kind: string;
                value: string;
            } & {
                [key: string]: unknown;
            };
            state: string;
            jurisdiction?: string;
            proof?: string;
        } & {
            [key: string]: unknown;
        };
        GetQuarantineAnswer: {
            quarantine: {
                id: number;
                /** @enum {string} */
                state: "waiting" | "replayed" | "discarded";
                reason: string;
                origin: {
                    log: string;
                    topic: string;
                    partition: number;
                    offset: number;
                    group: string;
                };
                source?: string;
                interaction?: string;
                /** Format: date-time */
                arrivedAt: string;
                replayedAs?: string;
                actions: {
                    /** @enum {string} */
                    action: "read" | "fixed" | "replayed" | "discarded";
                    /** Format: date-time */
                    at: string;
                    by: components["schemas"]["DecidedBy"];
                    note?: string;
                }[];
            }[];
            counts: {
                reason: string;
                count: number;
            }[];
            nextCursor?: string;
        };
        DecidedBy: {
            key: string;
            source: string;
            person?: components["schemas"]["Person"];
        } & {
            [key: string]: unknown;
        };
        Person: {
            subject?: string;
            roles: string[];
        } & {
            [key: string]: unknown;
        };
        GetQuarantineByIdAnswer: {
            id: number;
            /** @enum {string} */
            state: "waiting" | "replayed" | "discarded";
            reason: string;
            origin: {
                log: string;
                topic: string;
                partition: number;
                offset: number;
                group: string;
            };
            source?: string;
            interaction?: string;
            /** Format: date-time */
            arrivedAt: string;
            replayedAs?: string;
            actions: {
                /** @enum {string} */
                action: "read" | "fixed" | "replayed" | "discarded";
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
                note?: string;
            }[];
            meaning: string;
            detail?: string;
            advice: string;
            obstacle?: string;
            message: {
                key: string;
                value: string | null;
                headers: {
                    [key: string]: string;
                };
            };
            fixed?: {
                id: string;
                /** Format: date-time */
                occurredAt: string;
                channel: string;
                touchpoint: string;
                kind: string;
                direction?: string;
                actor?: string;
                identifiers: components["schemas"]["OpenIdentifier"][];
                alias?: boolean;
                traits?: {
                    [key: string]: unknown;
                };
                properties?: {
                    [key: string]: unknown;
                };
                text?: string;
                locale?: string;
                answers?: components["schemas"]["OpenAnswer"][];
                consents?: components["schemas"]["OpenConsentStatement"][];
                journey?: {
                    id: string;
                    name: string;
                    stage?: string;
                    momentOfTruth?: boolean;
                } & {
                    [key: string]: unknown;
                };
                outcome?: string;
                context?: {
                    [key: string]: unknown;
                };
                source: string;
                /** Format: date-time */
                receivedAt: string;
                notes?: components["schemas"]["Note"][];
                derived?: string[];
            } & {
                [key: string]: unknown;
            };
        };
        PutQuarantineByIdBody: {
            interaction: components["schemas"]["Interaction"];
            note?: string;
        };
        PostQuarantineByIdReplayBody: components["schemas"]["PostQuarantineByIdReplayBodyVariant1"] | null;
        PostQuarantineByIdReplayBodyVariant1: {
            note?: string;
        };
        GetLedgerAnswer: {
            accepted: number;
            stored: number;
            duplicate: number;
            quarantined: number;
            inFlight: number;
        };
        GetLagAnswer: {
            /** Format: date-time */
            at: string;
            services: {
                service: string;
                records: number;
                seconds: number;
                groups: {
                    group: string;
                    topic: string;
                    records: number;
                    seconds: number;
                }[];
            }[];
        };
        /** @enum {string} */
        Scope: "*" | "interactions:write" | "interactions:read" | "quarantine:read" | "quarantine:write" | "ledger:read" | "keys:write" | "customers:read" | "identity:write" | "erasures:write" | "surveys:read" | "answers:write" | "cases:read" | "cases:write" | "contacts:check" | "contacts:write" | "policy:write" | "programmes:write" | "segments:write" | "alerts:write" | "analytics:read" | "people:act" | "metrics:read";
        PostCustomersSearchBody: {
            query: string;
            /** @default 20 */
            limit?: number;
            cursor?: string;
        };
        PostCustomersSearchAnswer: {
            customers: {
                /** Format: uuid */
                id: string;
                version: number;
                ambiguous: boolean;
                /** @enum {string} */
                matched: "identifier" | "name";
                names: {
                    givenName?: string;
                    familyName?: string;
                    fullName?: string;
                };
                identifiers: ({
                    kind: string;
                    value: string;
                    status: string;
                } & {
                    [key: string]: unknown;
                })[];
                interactions: {
                    total: number;
                    /** Format: date-time */
                    lastAt?: string;
                } & {
                    [key: string]: unknown;
                };
            }[];
            nextCursor?: string;
            incomplete?: boolean;
        };
        GetCustomersByIdIdentityAnswer: {
            /** Format: uuid */
            customer: string;
            /** Format: date-time */
            at: string;
            identifiers: components["schemas"]["HeldIdentifier"][];
            links: {
                between: components["schemas"]["Identifier"][];
                /** Format: date-time */
                firstSeenAt: string;
                decided: boolean;
                alias?: {
                    former?: components["schemas"]["Identifier"];
                    /** Format: date-time */
                    firstSaidAt: string;
                    interactions: {
                        source: string;
                        interaction: string;
                        /** Format: date-time */
                        at: string;
                    }[];
                };
                automatic?: {
                    /** Format: uuid */
                    suggestion: string;
                    weight: number;
                };
                interactions: {
                    source: string;
                    interaction: string;
                    /** Format: date-time */
                    at: string;
                }[];
            }[];
            refused: {
                between: components["schemas"]["Identifier"][];
                reason: components["schemas"]["ConflictReason"];
                rule?: {
                    kind: string;
                    /** @enum {string} */
                    limit: "maxPerCustomer" | "maxCustomers" | "sharedOver" | "maxAliases";
                    is: number;
                    of?: string;
                };
                because: string[];
                /** Format: date-time */
                firstSeenAt: string;
                alias?: {
                    former?: components["schemas"]["Identifier"];
                    /** Format: date-time */
                    firstSaidAt: string;
                    interactions: {
                        source: string;
                        interaction: string;
                        /** Format: date-time */
                        at: string;
                    }[];
                };
                interactions: {
                    source: string;
                    interaction: string;
                    /** Format: date-time */
                    at: string;
                }[];
            }[];
            beyondLimits: {
                identifier: components["schemas"]["Identifier"];
                count: number;
            }[];
            unused?: {
                identifier: {
                    kind: string;
                    value: string;
                };
                reason: string;
                message: string;
                source: string;
                interaction: string;
                /** Format: date-time */
                at: string;
            }[];
            history: {
                /** Format: date-time */
                at: string;
                /** @enum {string} */
                kind: "merged" | "split";
                from: string[];
                into: string[];
            }[];
            decisions: components["schemas"]["Decision"][];
            complete: {
                evidence: boolean;
                history: boolean;
                lists: boolean;
            };
        };
        HeldIdentifier: {
            kind: string;
            value: string;
            /** Format: uuid */
            subject: string;
            /** Format: date-time */
            firstSeenAt: string;
            posted?: string;
            status: string;
        } & {
            [key: string]: unknown;
        };
        /** @enum {string} */
        ConflictReason: "max-per-customer" | "not-same" | "dissociated" | "shared";
        Decision: (components["schemas"]["DecisionNotSame"] | components["schemas"]["DecisionSame"] | components["schemas"]["DecisionDissociated"] | components["schemas"]["DecisionWithdrawn"]) | components["schemas"]["DecisionVariant1"];
        DecisionNotSame: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @constant */
            kind: "not_same";
            one: components["schemas"]["Identifier"][];
            other: components["schemas"]["Identifier"][];
        } & {
            [key: string]: unknown;
        };
        DecisionSame: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @constant */
            kind: "same";
            one: components["schemas"]["Identifier"];
            other: components["schemas"]["Identifier"];
        } & {
            [key: string]: unknown;
        };
        DecisionDissociated: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @constant */
            kind: "dissociated";
            identifier: {
                kind: string;
                value: string;
            };
            from: components["schemas"]["Identifier"][];
        } & {
            [key: string]: unknown;
        };
        DecisionWithdrawn: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @constant */
            kind: "withdrawn";
            source: string;
            interaction: string;
        } & {
            [key: string]: unknown;
        };
        DecisionVariant1: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            kind: string;
        } & {
            [key: string]: unknown;
        };
        GetCustomersByIdConsentsAnswer: {
            /** Format: uuid */
            customer: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            asOf: "then" | "today";
            complete: boolean;
            answer?: {
                purpose: string;
                channel: components["schemas"]["Channel"];
                contactPoint: components["schemas"]["Identifier"];
                lawful: boolean;
                /** @enum {string} */
                why: "granted" | "withdrawn" | "never-asked" | "not-the-customers" | "not-understood";
                deciding?: {
                    purpose: string;
                    channel?: string;
                    contactPoint?: {
                        kind: string;
                        value: string;
                    } & {
                        [key: string]: unknown;
                    };
                    state: string;
                    jurisdiction?: string;
                    proof?: string;
                    source: string;
                    interaction: string;
                    /** Format: date-time */
                    at: string;
                } & {
                    [key: string]: unknown;
                };
            };
            contacts: {
                purpose: string;
                channel: components["schemas"]["Channel"];
                contactPoint: components["schemas"]["Identifier"];
                lawful: boolean;
                /** @enum {string} */
                why: "granted" | "withdrawn" | "never-asked" | "not-the-customers" | "not-understood";
                deciding?: {
                    purpose: string;
                    channel?: string;
                    contactPoint?: {
                        kind: string;
                        value: string;
                    } & {
                        [key: string]: unknown;
                    };
                    state: string;
                    jurisdiction?: string;
                    proof?: string;
                    source: string;
                    interaction: string;
                    /** Format: date-time */
                    at: string;
                } & {
                    [key: string]: unknown;
                };
            }[];
            statements: components["schemas"]["Consent"][];
        };
        Consent: {
            purpose: string;
            channel?: string;
            contactPoint?: {
                kind: string;
                value: string;
            } & {
                [key: string]: unknown;
            };
            state: string;
            jurisdiction?: string;
            proof?: string;
            source: string;
            interaction: string;
            /** Format: date-time */
            at: string;
        } & {
            [key: string]: unknown;
        };
        PostIdentityDecisionsAnswer: {
            decision: components["schemas"]["Decision"];
            customers: string[];
        };
        PostIdentityDecisionsDryRunAnswer: {
            decision: (components["schemas"]["PostIdentityDecisionsDryRunAnswerVariant1"] | components["schemas"]["PostIdentityDecisionsDryRunAnswerVariant2"] | components["schemas"]["PostIdentityDecisionsDryRunAnswerVariant3"] | components["schemas"]["PostIdentityDecisionsDryRunAnswerVariant4"]) | components["schemas"]["DecisionVariant1"];
            before: components["schemas"]["CustomerRecord"][];
            after: components["schemas"]["CustomerRecord"][];
        };
        PostIdentityDecisionsDryRunAnswerVariant1: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @enum {string} */
            kind: "not_same";
            one: components["schemas"]["Identifier"][];
            other: components["schemas"]["Identifier"][];
        } & {
            [key: string]: unknown;
        };
        PostIdentityDecisionsDryRunAnswerVariant2: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @enum {string} */
            kind: "same";
            one: components["schemas"]["Identifier"];
            other: components["schemas"]["Identifier"];
        } & {
            [key: string]: unknown;
        };
        PostIdentityDecisionsDryRunAnswerVariant3: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @enum {string} */
            kind: "dissociated";
            identifier: {
                kind: string;
                value: string;
            };
            from: components["schemas"]["Identifier"][];
        } & {
            [key: string]: unknown;
        };
        PostIdentityDecisionsDryRunAnswerVariant4: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            retracted?: {
                /** Format: date-time */
                at: string;
                by: components["schemas"]["DecidedBy"];
            } & {
                [key: string]: unknown;
            };
            /** @enum {string} */
            kind: "withdrawn";
            source: string;
            interaction: string;
        } & {
            [key: string]: unknown;
        };
        CustomerRecord: {
            /** Format: uuid */
            id: string;
            version: number;
            /** Format: date-time */
            updatedAt: string;
            ambiguous: boolean;
            subjects: string[];
            identifiers: components["schemas"]["HeldIdentifier"][];
            traits: {
                [key: string]: components["schemas"]["Trait"] | components["schemas"]["Trait"][];
            };
            consents: components["schemas"]["Consent"][];
            contactPreferences: {
                preferredName?: string;
                language?: string;
                timeZone?: string;
                channel?: string;
                hours?: string;
                pauseUntil?: string;
            } & {
                [key: string]: unknown;
            };
            interactions: {
                total: number;
                /** Format: date-time */
                firstAt?: string;
                /** Format: date-time */
                lastAt?: string;
                byChannel: {
                    [key: string]: number;
                };
            } & {
                [key: string]: unknown;
            };
            conflicts: components["schemas"]["Conflict"][];
            conflictCount?: number;
        } & {
            [key: string]: unknown;
        };
        Trait: {
            value: unknown;
            source: string;
            interaction: string;
            /** Format: date-time */
            at: string;
        } & {
            [key: string]: unknown;
        };
        Conflict: {
            between: components["schemas"]["OpenIdentifier"][];
            reason: string;
            /** Format: date-time */
            firstSeenAt: string;
        } & {
            [key: string]: unknown;
        };
        GetCustomersByIdExportAnswer: {
            /** Format: uuid */
            customer: string;
            /** Format: date-time */
            at: string;
            record?: {
                /** Format: uuid */
                id: string;
                version: number;
                /** Format: date-time */
                updatedAt: string;
                ambiguous: boolean;
                subjects: string[];
                identifiers: components["schemas"]["HeldIdentifier"][];
                traits: {
                    [key: string]: components["schemas"]["Trait"] | components["schemas"]["Trait"][];
                };
                consents: components["schemas"]["Consent"][];
                contactPreferences: {
                    preferredName?: string;
                    language?: string;
                    timeZone?: string;
                    channel?: string;
                    hours?: string;
                    pauseUntil?: string;
                } & {
                    [key: string]: unknown;
                };
                interactions: {
                    total: number;
                    /** Format: date-time */
                    firstAt?: string;
                    /** Format: date-time */
                    lastAt?: string;
                    byChannel: {
                        [key: string]: number;
                    };
                } & {
                    [key: string]: unknown;
                };
                conflicts: components["schemas"]["Conflict"][];
                conflictCount?: number;
            } & {
                [key: string]: unknown;
            };
            consents?: components["schemas"]["Consent"][];
            decisions?: components["schemas"]["Decision"][];
            reads?: {
                /** Format: date-time */
                at: string;
                source: string;
                roles?: string[];
                purpose: string;
                route: string;
            }[];
            interactions: {
                interaction: components["schemas"]["AcceptedInteraction"];
                /** Format: uuid */
                subject: string;
                /** @enum {string} */
                why: "strongest-identifier" | "all-shared" | "names-nobody";
                withdrawn: boolean;
            }[];
            nextCursor?: string;
            elsewhere: {
                service: string;
                path: string;
                what: string;
            }[];
        };
        AcceptedInteraction: {
            id: string;
            /** Format: date-time */
            occurredAt: string;
            channel: string;
            touchpoint: string;
            kind: string;
            direction?: string;
            actor?: string;
            identifiers: components["schemas"]["OpenIdentifier"][];
            alias?: boolean;
            traits?: {
                [key: string]: unknown;
            };
            properties?: {
                [key: string]: unknown;
            };
            text?: string;
            locale?: string;
            answers?: components["schemas"]["OpenAnswer"][];
            consents?: components["schemas"]["OpenConsentStatement"][];
            journey?: {
                id: string;
                name: string;
                stage?: string;
                momentOfTruth?: boolean;
            } & {
                [key: string]: unknown;
            };
            outcome?: string;
            context?: {
                [key: string]: unknown;
            };
            source: string;
            /** Format: date-time */
            receivedAt: string;
            notes?: components["schemas"]["Note"][];
            derived?: string[];
        } & {
            [key: string]: unknown;
        };
        PostErasuresAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            /** @enum {string} */
            state: "running" | "done";
            /** Format: date-time */
            doneAt?: string;
            report: {
                where: string | "log";
                /** @enum {string} */
                state: "waiting" | "done";
                /** Format: date-time */
                at?: string;
                removed?: {
                    [key: string]: number;
                };
                waitsFor?: components["schemas"]["WaitsFor"][];
                note?: string;
            }[];
            export?: {
                /** Format: uuid */
                customer: string;
                /** Format: date-time */
                at: string;
                record?: {
                    /** Format: uuid */
                    id: string;
                    version: number;
                    /** Format: date-time */
                    updatedAt: string;
                    ambiguous: boolean;
                    subjects: string[];
                    identifiers: components["schemas"]["HeldIdentifier"][];
                    traits: {
                        [key: string]: components["schemas"]["Trait"] | components["schemas"]["Trait"][];
                    };
                    consents: components["schemas"]["Consent"][];
                    contactPreferences: {
                        preferredName?: string;
                        language?: string;
                        timeZone?: string;
                        channel?: string;
                        hours?: string;
                        pauseUntil?: string;
                    } & {
                        [key: string]: unknown;
                    };
                    interactions: {
                        total: number;
                        /** Format: date-time */
                        firstAt?: string;
                        /** Format: date-time */
                        lastAt?: string;
                        byChannel: {
                            [key: string]: number;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                    conflicts: components["schemas"]["Conflict"][];
                    conflictCount?: number;
                } & {
                    [key: string]: unknown;
                };
                consents?: components["schemas"]["Consent"][];
                decisions?: components["schemas"]["Decision"][];
                reads?: {
                    /** Format: date-time */
                    at: string;
                    source: string;
                    roles?: string[];
                    purpose: string;
                    route: string;
                }[];
                interactions: {
                    interaction: components["schemas"]["AcceptedInteraction"];
                    /** Format: uuid */
                    subject: string;
                    /** @enum {string} */
                    why: "strongest-identifier" | "all-shared" | "names-nobody";
                    withdrawn: boolean;
                }[];
                nextCursor?: string;
                elsewhere: {
                    service: string;
                    path: string;
                    what: string;
                }[];
            };
        };
        WaitsFor: {
            group: string;
            records: number;
            /** Format: date-time */
            lastAliveAt: string;
        };
        GetErasuresAnswer: {
            erasures: components["schemas"]["ErasureStatus"][];
            nextCursor?: string;
        };
        ErasureStatus: {
            /** Format: uuid */
            id: string;
            /** Format: date-time */
            at: string;
            by: components["schemas"]["DecidedBy"];
            reason?: string;
            /** @enum {string} */
            state: "running" | "done";
            /** Format: date-time */
            doneAt?: string;
            report: {
                where: string | "log";
                /** @enum {string} */
                state: "waiting" | "done";
                /** Format: date-time */
                at?: string;
                removed?: {
                    [key: string]: number;
                };
                waitsFor?: components["schemas"]["WaitsFor"][];
                note?: string;
            }[];
        };
        GetIdentitySuggestionsCountsAnswer: {
            open: number;
        };
        GetIdentitySuggestionsModelAnswer: {
            version: number;
            records: number;
            /** Format: date-time */
            estimatedAt?: string;
            /** Format: date-time */
            askedAt?: string;
        };
        GetProgrammesAnswer: {
            programmes: {
                id: string;
                version: number;
                by: components["schemas"]["DecidedBy"];
                /** Format: date-time */
                at: string;
                why: string;
                restored?: number;
                programme?: {
                    id: string;
                    version: number;
                    title: string;
                    when: components["schemas"]["Trigger"];
                    /** @enum {string} */
                    voice?: "customer" | "employee" | "manager" | "auditor";
                    languages?: string[];
                    defaultLanguage?: string;
                    purpose: string;
                    contacts: {
                        channel: components["schemas"]["Channel"];
                        kind: string;
                    }[];
                    askAfterMinutes: number;
                    /** @default 48 */
                    askWithinHours: number;
                    answerDays?: number;
                    restDays: number;
                    /** @default 0 */
                    againAfterDays: number;
                    /** @default 0 */
                    priority: number;
                    script?: {
                        [key: string]: string;
                    };
                    quota?: {
                        max: number;
                        /** @enum {string} */
                        per: "day" | "week" | "month" | "programme";
                        /**
                         * @default invited
                         * @enum {string}
                         */
                        of: "invited";
                        zone?: string;
                    };
                    reminders?: {
                        atMost: number;
                        afterMinutes: number;
                    };
                    fallbackAfterMinutes?: number;
                    fallbackAfterUnknown?: boolean;
                    answerQuotas?: {
                        name: string;
                        when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                        max: number;
                    }[];
                    questions: components["schemas"]["SurveyQuestion"][];
                };
                /** @enum {string} */
                state: "active" | "paused" | "ended";
                standing: {
                    /** @enum {string} */
                    state: "active" | "paused" | "ended";
                    /** Format: date-time */
                    since: string;
                    by: components["schemas"]["DecidedBy"];
                    why: string;
                };
                etag: string;
            }[];
        };
        GetProgrammesAnswerVariant1: {
            all: components["schemas"]["AnswerCondition"][];
        };
        AnswerCondition: components["schemas"]["AnswerConditionVariant1"] | components["schemas"]["AnswerConditionVariant2"] | components["schemas"]["AnswerConditionVariant3"] | components["schemas"]["AnswerConditionVariant4"] | components["schemas"]["AnswerConditionExists"];
        AnswerConditionVariant1: {
            question: string;
            /** @enum {string} */
            operator: "equals" | "not-equals";
            value: string | number | boolean;
        };
        AnswerConditionVariant2: {
            question: string;
            /** @enum {string} */
            operator: "in" | "not-in";
            value: (string | number | boolean)[];
        };
        AnswerConditionVariant3: {
            question: string;
            /** @enum {string} */
            operator: "greater" | "at-least" | "less" | "at-most";
            value: number | components["schemas"]["IsoTime"];
        };
        IsoTime: string;
        AnswerConditionVariant4: {
            question: string;
            /** @enum {string} */
            operator: "contains" | "not-contains" | "starts-with";
            value: string | number | boolean;
        };
        AnswerConditionExists: {
            question: string;
            /** @constant */
            operator: "exists";
            value: boolean;
        };
        GetProgrammesAnswerVariant2: {
            any: components["schemas"]["AnswerCondition"][];
        };
        Trigger: {
            channels?: components["schemas"]["Channel"][];
            touchpoints?: string[];
            kinds?: string[];
            outcomes?: components["schemas"]["Outcome"][];
            properties?: components["schemas"]["PathCondition"][];
            journey?: {
                names?: string[];
                stages?: string[];
                momentOfTruth?: boolean;
            };
            reactions?: string[];
            traits?: components["schemas"]["PathCondition"][];
            segments?: string[];
        };
        PathCondition: components["schemas"]["PathConditionVariant1"] | components["schemas"]["PathConditionVariant2"] | components["schemas"]["PathConditionVariant3"] | components["schemas"]["PathConditionVariant4"] | components["schemas"]["PathConditionExists"];
        PathConditionVariant1: {
            path: string;
            /** @enum {string} */
            operator: "equals" | "not-equals";
            value: string | number | boolean;
        };
        PathConditionVariant2: {
            path: string;
            /** @enum {string} */
            operator: "in" | "not-in";
            value: (string | number | boolean)[];
        };
        PathConditionVariant3: {
            path: string;
            /** @enum {string} */
            operator: "greater" | "at-least" | "less" | "at-most";
            value: number | components["schemas"]["IsoTime"];
        };
        PathConditionVariant4: {
            path: string;
            /** @enum {string} */
            operator: "contains" | "not-contains" | "starts-with";
            value: string | number | boolean;
        };
        PathConditionExists: {
            path: string;
            /** @constant */
            operator: "exists";
            value: boolean;
        };
        SurveyQuestion: components["schemas"]["SurveyQuestionVariant1"] | components["schemas"]["SurveyQuestionChoice"] | components["schemas"]["SurveyQuestionText"];
        SurveyQuestionVariant1: {
            question: string;
            text: {
                [key: string]: string;
            };
            showIf?: components["schemas"]["ShowIf"];
            /** @enum {string} */
            scale: "nps" | "csat" | "ces" | "stars";
        };
        ShowIf: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
        SurveyQuestionChoice: {
            question: string;
            text: {
                [key: string]: string;
            };
            showIf?: components["schemas"]["ShowIf"];
            /** @constant */
            scale: "choice";
            choices: {
                code: string;
                text: {
                    [key: string]: string;
                };
            }[];
            several?: boolean;
        };
        SurveyQuestionText: {
            question: string;
            text: {
                [key: string]: string;
            };
            showIf?: components["schemas"]["ShowIf"];
            /** @constant */
            scale: "text";
        };
        GetProgrammesByIdAnswer: {
            id: string;
            version: number;
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            why: string;
            restored?: number;
            programme?: {
                id: string;
                version: number;
                title: string;
                when: components["schemas"]["Trigger"];
                /** @enum {string} */
                voice?: "customer" | "employee" | "manager" | "auditor";
                languages?: string[];
                defaultLanguage?: string;
                purpose: string;
                contacts: {
                    channel: components["schemas"]["Channel"];
                    kind: string;
                }[];
                askAfterMinutes: number;
                /** @default 48 */
                askWithinHours: number;
                answerDays?: number;
                restDays: number;
                /** @default 0 */
                againAfterDays: number;
                /** @default 0 */
                priority: number;
                script?: {
                    [key: string]: string;
                };
                quota?: {
                    max: number;
                    /** @enum {string} */
                    per: "day" | "week" | "month" | "programme";
                    /**
                     * @default invited
                     * @enum {string}
                     */
                    of: "invited";
                    zone?: string;
                };
                reminders?: {
                    atMost: number;
                    afterMinutes: number;
                };
                fallbackAfterMinutes?: number;
                fallbackAfterUnknown?: boolean;
                answerQuotas?: {
                    name: string;
                    when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                    max: number;
                }[];
                questions: components["schemas"]["SurveyQuestion"][];
            };
            /** @enum {string} */
            state: "active" | "paused" | "ended";
            standing: {
                /** @enum {string} */
                state: "active" | "paused" | "ended";
                /** Format: date-time */
                since: string;
                by: components["schemas"]["DecidedBy"];
                why: string;
            };
            etag: string;
            warnings: components["schemas"]["Note"][];
            unreachable: {
                jurisdiction: string;
                /** @enum {string} */
                week: "ordinary" | "before-holiday-monday";
                channel?: string;
                hours: {
                    from: string;
                    until: string;
                }[];
                never: boolean;
                rules: string[];
            }[];
            history: {
                /** @enum {string} */
                state: "active" | "paused" | "ended";
                /** Format: date-time */
                since: string;
                by: components["schemas"]["DecidedBy"];
                why: string;
            }[];
        };
        PutProgrammesByIdBody: {
            programme: {
                id?: string;
                version?: number;
                title: string;
                when: components["schemas"]["Trigger"];
                /** @enum {string} */
                voice?: "customer" | "employee" | "manager" | "auditor";
                question?: components["schemas"]["SurveyQuestionVariant1"] | components["schemas"]["PutProgrammesByIdBodyVariant1"] | components["schemas"]["PutProgrammesByIdBodyVariant2"];
                questions?: components["schemas"]["SurveyQuestion"][];
                languages?: string[];
                defaultLanguage?: string;
                purpose: string;
                contacts: {
                    channel: components["schemas"]["Channel"];
                    kind: string;
                }[];
                askAfterMinutes: number;
                /** @default 48 */
                askWithinHours?: number;
                answerDays?: number;
                restDays: number;
                /** @default 0 */
                againAfterDays?: number;
                /** @default 0 */
                priority?: number;
                script?: {
                    [key: string]: string;
                };
                quota?: {
                    max: number;
                    /** @enum {string} */
                    per: "day" | "week" | "month" | "programme";
                    /**
                     * @default invited
                     * @enum {string}
                     */
                    of?: "invited";
                    zone?: string;
                };
                reminders?: {
                    atMost: number;
                    afterMinutes: number;
                };
                fallbackAfterMinutes?: number;
                fallbackAfterUnknown?: boolean;
                answerQuotas?: {
                    name: string;
                    when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                    max: number;
                }[];
            };
            why: string;
        };
        PutProgrammesByIdBodyVariant1: {
            question: string;
            text: {
                [key: string]: string;
            };
            showIf?: components["schemas"]["ShowIf"];
            /** @enum {string} */
            scale: "choice";
            choices: {
                code: string;
                text: {
                    [key: string]: string;
                };
            }[];
            several?: boolean;
        };
        PutProgrammesByIdBodyVariant2: {
            question: string;
            text: {
                [key: string]: string;
            };
            showIf?: components["schemas"]["ShowIf"];
            /** @enum {string} */
            scale: "text";
        };
        PostProgrammesDryRunsBody: {
            programmes: (components["schemas"]["PostProgrammesDryRunsBodyVariant1"] | string)[];
            /**
             * @default in-force
             * @enum {string}
             */
            others?: "in-force" | "none";
            policy?: {
                packs: string[];
                /** @default [] */
                rules?: components["schemas"]["ContactRuleInput"][];
                /** @default {} */
                surveysAre?: {
                    [key: string]: "commercial" | "survey";
                };
                /** @default [] */
                sampling?: {
                    programme?: string;
                    share: number;
                }[];
                /** @default [] */
                holidays?: components["schemas"]["OwnHolidayRule"][];
                whereUnknown?: {
                    zones: string[];
                };
                /**
                 * @default {
                 *       "maxAgeDays": 30
                 *     }
                 */
                registers?: {
                    /** @default 30 */
                    maxAgeDays?: number;
                };
                /** @default 60 */
                staleAfterSeconds?: number;
                /** @enum {string} */
                unknownCustomers?: "deny" | "judge";
                reservedForSeconds?: number;
                defaultCountry?: string;
            };
            /**
             * @default log
             * @enum {string}
             */
            history?: "log" | "invitations";
            /**
             * @default at-once
             * @enum {string}
             */
            heardOf?: "at-once" | "when-received";
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
        };
        PostProgrammesDryRunsBodyVariant1: {
            id?: string;
            version?: number;
            title: string;
            when: components["schemas"]["Trigger"];
            /** @enum {string} */
            voice?: "customer" | "employee" | "manager" | "auditor";
            question?: components["schemas"]["SurveyQuestionVariant1"] | components["schemas"]["PutProgrammesByIdBodyVariant1"] | components["schemas"]["PutProgrammesByIdBodyVariant2"];
            questions?: components["schemas"]["SurveyQuestion"][];
            languages?: string[];
            defaultLanguage?: string;
            purpose: string;
            contacts: {
                channel: components["schemas"]["Channel"];
                kind: string;
            }[];
            askAfterMinutes: number;
            /** @default 48 */
            askWithinHours?: number;
            answerDays?: number;
            restDays: number;
            /** @default 0 */
            againAfterDays?: number;
            /** @default 0 */
            priority?: number;
            script?: {
                [key: string]: string;
            };
            quota?: {
                max: number;
                /** @enum {string} */
                per: "day" | "week" | "month" | "programme";
                /**
                 * @default invited
                 * @enum {string}
                 */
                of?: "invited";
                zone?: string;
            };
            reminders?: {
                atMost: number;
                afterMinutes: number;
            };
            fallbackAfterMinutes?: number;
            fallbackAfterUnknown?: boolean;
            answerQuotas?: {
                name: string;
                when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                max: number;
            }[];
        };
        ContactRuleInput: {
            id: string;
            jurisdiction: string;
            channels: components["schemas"]["Channel"][];
            classes: components["schemas"]["ContactClass"][];
            voices?: components["schemas"]["Voice"][];
            hours?: "any" | components["schemas"]["ContactHours"][];
            quiet?: components["schemas"]["ContactHours"][];
            /**
             * @default none
             * @enum {string}
             */
            holidays?: "none" | "national" | "regional" | "municipal";
            /**
             * @default recipient
             * @constant
             */
            zone?: "recipient";
            caps?: components["schemas"]["ContactCapInput"][];
            rest?: {
                afterInvitation?: number;
                afterAnswer?: number;
                afterRefusal?: number;
            };
            /** @enum {string} */
            needs?: "consent" | "opt-out" | "none";
            registers?: string[];
            callerPrefix?: string;
            note?: string;
            source: string;
            /** Format: date */
            readOn: string;
            /** @enum {string} */
            confidence: "high" | "medium" | "low";
            confirmedBy?: string;
            /** Format: date */
            inForceFrom?: string;
            /** Format: date */
            inForceUntil?: string;
        };
        /** @enum {string} */
        ContactClass: "commercial" | "survey" | "service" | "collection";
        /** @enum {string} */
        Voice: "customer" | "employee" | "manager" | "auditor";
        ContactHours: {
            days: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
            from: string;
            to: string;
        };
        ContactCapInput: {
            max: number;
            windowHours: number;
            /**
             * @default contacts
             * @enum {string}
             */
            of?: "contacts" | "channels";
            classes?: components["schemas"]["ContactClass"][];
            channels?: components["schemas"]["Channel"][];
        };
        OwnHolidayRule: {
            place: string;
            /** Format: date */
            date: string;
            name: string;
        };
        PostProgrammesDryRunsAnswer: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed" | "stopped" | "broken-off";
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            doneAt?: string;
            progress?: {
                phase: string;
                done: number;
                total: number;
                etaSeconds?: number;
            };
            failure?: string;
            request?: {
                programmes: (components["schemas"]["PostProgrammesDryRunsAnswerVariant1"] | string)[];
                /**
                 * @default in-force
                 * @enum {string}
                 */
                others: "in-force" | "none";
                policy?: {
                    packs: string[];
                    /** @default [] */
                    rules: components["schemas"]["ContactRule"][];
                    /** @default {} */
                    surveysAre: {
                        [key: string]: "commercial" | "survey";
                    };
                    /** @default [] */
                    sampling: {
                        programme?: string;
                        share: number;
                    }[];
                    /** @default [] */
                    holidays: components["schemas"]["OwnHolidayRule"][];
                    whereUnknown?: {
                        zones: string[];
                    };
                    /**
                     * @default {
                     *       "maxAgeDays": 30
                     *     }
                     */
                    registers: {
                        /** @default 30 */
                        maxAgeDays: number;
                    };
                    /** @default 60 */
                    staleAfterSeconds: number;
                    /** @enum {string} */
                    unknownCustomers?: "deny" | "judge";
                    reservedForSeconds?: number;
                    defaultCountry?: string;
                };
                /**
                 * @default log
                 * @enum {string}
                 */
                history: "log" | "invitations";
                /**
                 * @default at-once
                 * @enum {string}
                 */
                heardOf: "at-once" | "when-received";
                /** Format: date-time */
                from?: string;
                /** Format: date-time */
                to?: string;
            };
            result?: {
                history: {
                    interactions?: number;
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    /** Format: date-time */
                    asOf: string;
                    /** @enum {string} */
                    source: "log" | "invitations";
                    /** @enum {string} */
                    heardOf: "at-once" | "when-received";
                };
                policy?: number;
                programmes: {
                    programme: string;
                    version?: number;
                    candidates: number;
                    asked: {
                        count: number;
                        byChannel: {
                            channel: components["schemas"]["Channel"];
                            count: number;
                        }[];
                        atOnce: number;
                        later: number;
                        waits?: {
                            median: number;
                            p90: number;
                            max: number;
                        };
                        waitedFor: {
                            reason: string;
                            rule: string;
                            count: number;
                        }[];
                        heardLate: number;
                    };
                    withheld: {
                        count: number;
                        by: {
                            reason: string;
                            rule: string;
                            count: number;
                            only: number;
                        }[];
                    };
                    undecided: {
                        count: number;
                        by: {
                            /** @enum {string} */
                            why: "unknown-customer" | "unreadable-record" | "not-due-yet";
                            count: number;
                        }[];
                    };
                    days: {
                        /** Format: date */
                        day: string;
                        candidates: number;
                        asked: number;
                    }[];
                    really?: {
                        asked: number;
                        withheld: number;
                        pending: number;
                        none: number;
                    };
                }[];
                caveats: {
                    caveat: string;
                    count?: number;
                    message: string;
                }[];
            };
            examples?: {
                /** Format: uuid */
                customer: string;
                programme: string;
                interaction: {
                    source: string;
                    id: string;
                };
                /** Format: date-time */
                occurredAt: string;
                /** @enum {string} */
                state: "asked" | "withheld";
                /** Format: date-time */
                at: string;
                channel?: components["schemas"]["Channel"];
                reasons?: {
                    reason: string;
                    rule: string;
                    /** Format: date-time */
                    until?: string;
                }[];
            }[];
        };
        PostProgrammesDryRunsAnswerVariant1: {
            id: string;
            version: number;
            title: string;
            when: components["schemas"]["Trigger"];
            /** @enum {string} */
            voice?: "customer" | "employee" | "manager" | "auditor";
            languages?: string[];
            defaultLanguage?: string;
            purpose: string;
            contacts: {
                channel: components["schemas"]["Channel"];
                kind: string;
            }[];
            askAfterMinutes: number;
            /** @default 48 */
            askWithinHours: number;
            answerDays?: number;
            restDays: number;
            /** @default 0 */
            againAfterDays: number;
            /** @default 0 */
            priority: number;
            script?: {
                [key: string]: string;
            };
            quota?: {
                max: number;
                /** @enum {string} */
                per: "day" | "week" | "month" | "programme";
                /**
                 * @default invited
                 * @enum {string}
                 */
                of: "invited";
                zone?: string;
            };
            reminders?: {
                atMost: number;
                afterMinutes: number;
            };
            fallbackAfterMinutes?: number;
            fallbackAfterUnknown?: boolean;
            answerQuotas?: {
                name: string;
                when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                max: number;
            }[];
            questions: components["schemas"]["SurveyQuestion"][];
        };
        ContactRule: {
            id: string;
            jurisdiction: string;
            channels: components["schemas"]["Channel"][];
            classes: components["schemas"]["ContactClass"][];
            voices?: components["schemas"]["Voice"][];
            hours?: "any" | components["schemas"]["ContactHours"][];
            quiet?: components["schemas"]["ContactHours"][];
            /**
             * @default none
             * @enum {string}
             */
            holidays: "none" | "national" | "regional" | "municipal";
            /**
             * @default recipient
             * @constant
             */
            zone: "recipient";
            caps?: components["schemas"]["ContactCap"][];
            rest?: {
                afterInvitation?: number;
                afterAnswer?: number;
                afterRefusal?: number;
            };
            /** @enum {string} */
            needs?: "consent" | "opt-out" | "none";
            registers?: string[];
            callerPrefix?: string;
            note?: string;
            source: string;
            /** Format: date */
            readOn: string;
            /** @enum {string} */
            confidence: "high" | "medium" | "low";
            confirmedBy?: string;
            /** Format: date */
            inForceFrom?: string;
            /** Format: date */
            inForceUntil?: string;
        };
        ContactCap: {
            max: number;
            windowHours: number;
            /**
             * @default contacts
             * @enum {string}
             */
            of: "contacts" | "channels";
            classes?: components["schemas"]["ContactClass"][];
            channels?: components["schemas"]["Channel"][];
        };
        DeleteProgrammesDryRunsByIdAnswer: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed" | "stopped" | "broken-off";
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            doneAt?: string;
            progress?: {
                phase: string;
                done: number;
                total: number;
                etaSeconds?: number;
            };
            failure?: string;
        };
        GetProgrammesByIdVersionsAnswer: {
            versions: {
                id: string;
                version: number;
                by: components["schemas"]["DecidedBy"];
                /** Format: date-time */
                at: string;
                why: string;
                restored?: number;
                programme?: {
                    id: string;
                    version: number;
                    title: string;
                    when: components["schemas"]["Trigger"];
                    /** @enum {string} */
                    voice?: "customer" | "employee" | "manager" | "auditor";
                    languages?: string[];
                    defaultLanguage?: string;
                    purpose: string;
                    contacts: {
                        channel: components["schemas"]["Channel"];
                        kind: string;
                    }[];
                    askAfterMinutes: number;
                    /** @default 48 */
                    askWithinHours: number;
                    answerDays?: number;
                    restDays: number;
                    /** @default 0 */
                    againAfterDays: number;
                    /** @default 0 */
                    priority: number;
                    script?: {
                        [key: string]: string;
                    };
                    quota?: {
                        max: number;
                        /** @enum {string} */
                        per: "day" | "week" | "month" | "programme";
                        /**
                         * @default invited
                         * @enum {string}
                         */
                        of: "invited";
                        zone?: string;
                    };
                    reminders?: {
                        atMost: number;
                        afterMinutes: number;
                    };
                    fallbackAfterMinutes?: number;
                    fallbackAfterUnknown?: boolean;
                    answerQuotas?: {
                        name: string;
                        when?: components["schemas"]["AnswerCondition"] | components["schemas"]["GetProgrammesAnswerVariant1"] | components["schemas"]["GetProgrammesAnswerVariant2"];
                        max: number;
                    }[];
                    questions: components["schemas"]["SurveyQuestion"][];
                };
            }[];
            nextCursor?: string;
        };
        PostProgrammesByIdVersionsByVersionRestoreBody: {
            why: string;
        };
        GetContactPolicyAnswer: {
            version: number;
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            why: string;
            restored?: number;
            policy?: {
                packs: string[];
                /** @default [] */
                rules: components["schemas"]["ContactRule"][];
                /** @default {} */
                surveysAre: {
                    [key: string]: "commercial" | "survey";
                };
                /** @default [] */
                sampling: {
                    programme?: string;
                    share: number;
                }[];
                /** @default [] */
                holidays: components["schemas"]["OwnHolidayRule"][];
                whereUnknown?: {
                    zones: string[];
                };
                /**
                 * @default {
                 *       "maxAgeDays": 30
                 *     }
                 */
                registers: {
                    /** @default 30 */
                    maxAgeDays: number;
                };
                /** @default 60 */
                staleAfterSeconds: number;
                /** @enum {string} */
                unknownCustomers?: "deny" | "judge";
                reservedForSeconds?: number;
                defaultCountry?: string;
            };
        };
        PutContactPolicyBody: {
            policy: components["schemas"]["ContactPolicyInput"];
            why: string;
        };
        ContactPolicyInput: {
            packs: string[];
            /** @default [] */
            rules?: components["schemas"]["ContactRuleInput"][];
            /** @default {} */
            surveysAre?: {
                [key: string]: "commercial" | "survey";
            };
            /** @default [] */
            sampling?: {
                programme?: string;
                share: number;
            }[];
            /** @default [] */
            holidays?: components["schemas"]["OwnHolidayRule"][];
            whereUnknown?: {
                zones: string[];
            };
            /**
             * @default {
             *       "maxAgeDays": 30
             *     }
             */
            registers?: {
                /** @default 30 */
                maxAgeDays?: number;
            };
            /** @default 60 */
            staleAfterSeconds?: number;
            /** @enum {string} */
            unknownCustomers?: "deny" | "judge";
            reservedForSeconds?: number;
            defaultCountry?: string;
        };
        GetContactPolicyVersionsAnswer: {
            versions: {
                version: number;
                by: components["schemas"]["DecidedBy"];
                /** Format: date-time */
                at: string;
                why: string;
                restored?: number;
                policy?: {
                    packs: string[];
                    /** @default [] */
                    rules: components["schemas"]["ContactRule"][];
                    /** @default {} */
                    surveysAre: {
                        [key: string]: "commercial" | "survey";
                    };
                    /** @default [] */
                    sampling: {
                        programme?: string;
                        share: number;
                    }[];
                    /** @default [] */
                    holidays: components["schemas"]["OwnHolidayRule"][];
                    whereUnknown?: {
                        zones: string[];
                    };
                    /**
                     * @default {
                     *       "maxAgeDays": 30
                     *     }
                     */
                    registers: {
                        /** @default 30 */
                        maxAgeDays: number;
                    };
                    /** @default 60 */
                    staleAfterSeconds: number;
                    /** @enum {string} */
                    unknownCustomers?: "deny" | "judge";
                    reservedForSeconds?: number;
                    defaultCountry?: string;
                };
            }[];
            nextCursor?: string;
        };
        GetContactPolicyPacksAnswer: {
            packs: components["schemas"]["LawPackContent"][];
        };
        LawPackContent: {
            id: string;
            /** @enum {string} */
            surveysAre: "commercial" | "survey" | "service" | "collection";
            counsel: string;
            rules: components["schemas"]["ContactRule"][];
        };
        PostContactPolicyHoursBody: {
            place: string;
            channel: components["schemas"]["Channel"];
            class: components["schemas"]["ContactClass"];
            /** Format: date */
            from?: string;
            /** @default 7 */
            days?: number;
            policy?: {
                packs: string[];
                /** @default [] */
                rules?: components["schemas"]["ContactRuleInput"][];
                /** @default {} */
                surveysAre?: {
                    [key: string]: "commercial" | "survey";
                };
                /** @default [] */
                sampling?: {
                    programme?: string;
                    share: number;
                }[];
                /** @default [] */
                holidays?: components["schemas"]["OwnHolidayRule"][];
                whereUnknown?: {
                    zones: string[];
                };
                /**
                 * @default {
                 *       "maxAgeDays": 30
                 *     }
                 */
                registers?: {
                    /** @default 30 */
                    maxAgeDays?: number;
                };
                /** @default 60 */
                staleAfterSeconds?: number;
                /** @enum {string} */
                unknownCustomers?: "deny" | "judge";
                reservedForSeconds?: number;
                defaultCountry?: string;
            };
        };
        PostContactPolicyHoursAnswer: {
            version?: number;
            days: {
                date: string;
                open: {
                    from: string;
                    to: string;
                }[];
                closedBy: {
                    rule: string;
                    /** @enum {string} */
                    by: "hours" | "holiday";
                }[];
                holidays: string[];
            }[];
        };
        PostContactPolicyDryRunsBody: {
            policy: components["schemas"]["ContactPolicyInput"] | number;
            /** @default 48 */
            patienceHours?: number;
            /**
             * @default {
             *       "class": "commercial"
             *     }
             */
            whereUnsaid?: {
                /**
                 * @default commercial
                 * @enum {string}
                 */
                class?: "commercial" | "survey" | "service" | "collection";
                purpose?: string;
            };
            /** Format: date-time */
            from?: string;
            /** Format: date-time */
            to?: string;
        };
        PostContactPolicyDryRunsAnswer: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed" | "stopped" | "broken-off";
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            /** Format: date-time */
            startedAt?: string;
            /** Format: date-time */
            doneAt?: string;
            progress?: {
                phase: string;
                done: number;
                total: number;
                etaSeconds?: number;
            };
            failure?: string;
            request?: {
                policy: components["schemas"]["ContactPolicy"] | number;
                /** @default 48 */
                patienceHours: number;
                /**
                 * @default {
                 *       "class": "commercial"
                 *     }
                 */
                whereUnsaid: {
                    /**
                     * @default commercial
                     * @enum {string}
                     */
                    class: "commercial" | "survey" | "service" | "collection";
                    purpose?: string;
                };
                /** Format: date-time */
                from?: string;
                /** Format: date-time */
                to?: string;
            };
            result?: {
                history: {
                    interactions?: number;
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    /** Format: date-time */
                    asOf: string;
                };
                policy: {
                    inForce: number;
                    proposed?: number;
                };
                contacts: number;
                invitations: number;
                inForce: {
                    made: number;
                    atOnce: number;
                    later: number;
                    waits?: {
                        median: number;
                        p90: number;
                        max: number;
                    };
                    withheld: number;
                    by: {
                        reason: string;
                        rule: string;
                        count: number;
                    }[];
                    undecided: number;
                    classes: {
                        class: components["schemas"]["ContactClass"];
                        made: number;
                        withheld: number;
                    }[];
                    channels: {
                        channel: components["schemas"]["Channel"];
                        made: number;
                        withheld: number;
                    }[];
                };
                proposed: {
                    made: number;
                    atOnce: number;
                    later: number;
                    waits?: {
                        median: number;
                        p90: number;
                        max: number;
                    };
                    withheld: number;
                    by: {
                        reason: string;
                        rule: string;
                        count: number;
                    }[];
                    undecided: number;
                    classes: {
                        class: components["schemas"]["ContactClass"];
                        made: number;
                        withheld: number;
                    }[];
                    channels: {
                        channel: components["schemas"]["Channel"];
                        made: number;
                        withheld: number;
                    }[];
                };
                customers: {
                    all: number;
                    more: number;
                    less: number;
                    otherTimes: number;
                    same: number;
                };
                moved: {
                    count: number;
                    earlier: number;
                    later: number;
                    by?: {
                        median: number;
                        p90: number;
                        max: number;
                    };
                };
                rules: {
                    reason: string;
                    rule: string;
                    inForce: number;
                    proposed: number;
                    difference: number;
                }[];
                caveats: {
                    caveat: string;
                    count?: number;
                    message: string;
                }[];
            };
            examples?: {
                /** Format: uuid */
                customer: string;
                /** @enum {string} */
                change: "more" | "less" | "other-times";
                inForce: number;
                proposed: number;
                otherTimes: number;
            }[];
        };
        ContactPolicy: {
            packs: string[];
            /** @default [] */
            rules: components["schemas"]["ContactRule"][];
            /** @default {} */
            surveysAre: {
                [key: string]: "commercial" | "survey";
            };
            /** @default [] */
            sampling: {
                programme?: string;
                share: number;
            }[];
            /** @default [] */
            holidays: components["schemas"]["OwnHolidayRule"][];
            whereUnknown?: {
                zones: string[];
            };
            /**
             * @default {
             *       "maxAgeDays": 30
             *     }
             */
            registers: {
                /** @default 30 */
                maxAgeDays: number;
            };
            /** @default 60 */
            staleAfterSeconds: number;
            /** @enum {string} */
            unknownCustomers?: "deny" | "judge";
            reservedForSeconds?: number;
            defaultCountry?: string;
        };
        ContactReason: {
            reason: string;
            rule: string;
            /** Format: date-time */
            until?: string;
        } & {
            [key: string]: unknown;
        };
        GetCustomersByIdContactsAnswer: {
            /** Format: uuid */
            customer: string;
            contacts: {
                /** Format: uuid */
                id: string;
                /** Format: date-time */
                at: string;
                channel: components["schemas"]["Channel"] | string;
                direction: string;
                contactPoint?: components["schemas"]["Identifier"];
                purpose?: string;
                class?: components["schemas"]["ContactClass"];
                touchpoint?: string;
                /** Format: date-time */
                reservedAt?: string;
                /** Format: date-time */
                expiresAt?: string;
                /** Format: date-time */
                startedAt?: string;
                /** Format: date-time */
                endedAt?: string;
                outcome?: string;
                weight: number;
                source: string;
                tellers: {
                    /** @enum {string} */
                    teller: "reservation" | "report" | "invitation" | "interaction";
                    source: string;
                    id: string;
                }[];
                /** @enum {string} */
                rule: "alone" | "reservation" | "same-id" | "within-5-minutes";
                words: string;
            }[];
            brakes: {
                /** @enum {string} */
                brake: "refusal" | "objection" | "wrong-person" | "hard-bounce" | "soft-bounces";
                voices: components["schemas"]["Voice"][];
                /** Format: date-time */
                at: string;
                channel?: string;
                interaction?: {
                    source: string;
                    id: string;
                };
                words: string;
            }[];
            budgets: {
                rule: string;
                window: string;
                max: number;
                used: number;
                /**
                 * @default contacts
                 * @enum {string}
                 */
                of: "contacts" | "channels";
                classes?: components["schemas"]["ContactClass"][];
                channels?: components["schemas"]["Channel"][];
                /** Format: date-time */
                freeAt?: string;
                words: string;
            }[];
            nextCursor?: string;
        };
        GetContactsCountsAnswer: {
            from: string;
            to: string;
            total: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
            };
            objections: number;
            sources: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
                name?: string;
            }[];
            channels: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
                name?: string;
            }[];
            classes: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
                name?: string;
            }[];
            purposes: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
                name?: string;
            }[];
            days: {
                contacts: number;
                people: number;
                refused: number;
                refusedPer1000: number | null;
                wrongPerson: number;
                wrongPersonPer1000: number | null;
                bounced: number;
                reserved: number;
                day: string;
            }[];
        };
        GetContactsPressedAnswer: {
            /** Format: date-time */
            since: string;
            spread: {
                contacts: number;
                customers: number;
            }[];
            customers: {
                /** Format: uuid */
                customer: string;
                givenName?: string;
                familyName?: string;
                contacts: number;
                sources: {
                    source: string;
                    contacts: number;
                }[];
                /** @enum {string} */
                state: "over" | "full" | "free";
                spent: {
                    rule: string;
                    window: string;
                    max: number;
                    used: number;
                    /**
                     * @default contacts
                     * @enum {string}
                     */
                    of: "contacts" | "channels";
                    classes?: components["schemas"]["ContactClass"][];
                    channels?: components["schemas"]["Channel"][];
                    /** Format: date-time */
                    freeAt?: string;
                    words: string;
                }[];
            }[];
        };
        GetInvitationsCountsAnswer: {
            from: string;
            to: string;
            programmes: {
                programme: string;
                candidates: number;
                pending: number;
                invited: number;
                withheld: number;
                historical: number;
                reasons: {
                    [key: string]: number;
                };
                channels: {
                    channel: components["schemas"]["Channel"];
                    invited: number;
                    undelivered: number;
                    answered: number;
                    response: number | null;
                }[];
            }[];
        };
        GetCasesAnswer: {
            cases: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                customer: string;
                /** Format: uuid */
                subject: string;
                about: string;
                state: components["schemas"]["CaseState"];
                /** @enum {string} */
                severity: "low" | "normal" | "high" | "urgent";
                reach?: number;
                rule: string;
                queue: string;
                owner?: string;
                defender?: string;
                calendar: string;
                interaction: {
                    source: string;
                    id: string;
                };
                touchpoint: string;
                channel: string;
                /** Format: date-time */
                occurredAt: string;
                /** Format: date-time */
                openedAt: string;
                /** Format: date-time */
                firstResponseDueAt?: string;
                /** Format: date-time */
                resolutionDueAt?: string;
                /** Format: date-time */
                nextDueAt?: string;
                overdue: boolean;
                /** Format: date-time */
                waitingSince?: string;
                /** Format: date-time */
                waitingUntil?: string;
                /** Format: date-time */
                contactedAt?: string;
                /** Format: date-time */
                resolvedAt?: string;
                rootCause?: string;
                resolution?: string;
                reopened: number;
                level: number;
                /** Format: uuid */
                joinedTo?: string;
                before?: {
                    scale: string;
                    question?: string;
                    value: number;
                };
                after?: {
                    scale: string;
                    question?: string;
                    value: number;
                };
                recovery?: number;
                revision: number;
                etag: string;
            }[];
            counts?: {
                open: number;
                waiting: number;
                resolved: number;
                joined: number;
                withdrawn: number;
                overdue: number;
                unassigned: number;
            };
            nextCursor?: string;
        };
        /** @enum {string} */
        CaseState: "open" | "waiting" | "resolved" | "joined" | "withdrawn";
        GetCasesByIdAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            customer: string;
            /** Format: uuid */
            subject: string;
            about: string;
            state: components["schemas"]["CaseState"];
            /** @enum {string} */
            severity: "low" | "normal" | "high" | "urgent";
            reach?: number;
            rule: string;
            queue: string;
            owner?: string;
            defender?: string;
            calendar: string;
            interaction: {
                source: string;
                id: string;
            };
            touchpoint: string;
            channel: string;
            /** Format: date-time */
            occurredAt: string;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            firstResponseDueAt?: string;
            /** Format: date-time */
            resolutionDueAt?: string;
            /** Format: date-time */
            nextDueAt?: string;
            overdue: boolean;
            /** Format: date-time */
            waitingSince?: string;
            /** Format: date-time */
            waitingUntil?: string;
            /** Format: date-time */
            contactedAt?: string;
            /** Format: date-time */
            resolvedAt?: string;
            rootCause?: string;
            resolution?: string;
            reopened: number;
            level: number;
            /** Format: uuid */
            joinedTo?: string;
            before?: {
                scale: string;
                question?: string;
                value: number;
            };
            after?: {
                scale: string;
                question?: string;
                value: number;
            };
            recovery?: number;
            revision: number;
            etag: string;
            interactions: {
                /** Format: uuid */
                case: string;
                source: string;
                id: string;
                /** Format: date-time */
                occurredAt: string;
                rule: string;
            }[];
            verbatims: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                subject: string;
                interaction: {
                    source: string;
                    id: string;
                };
                part: number;
                question?: string;
                /** @enum {string} */
                language?: "en" | "es";
                polarity?: components["schemas"]["VerbatimPolarity"];
                confidence?: number;
                score?: number;
                topics: string[];
                words: {
                    word: string;
                    weight: number;
                }[];
                judgedBy: {
                    method: components["schemas"]["VerbatimMethod"];
                    version: string;
                };
                /** Format: date-time */
                occurredAt: string;
                /** Format: date-time */
                judgedAt: string;
            }[];
            history: {
                revision: number;
                step: components["schemas"]["CaseStep"];
                /** Format: date-time */
                at: string;
                by?: {
                    key: string;
                    source: string;
                    person?: components["schemas"]["Person"];
                } & {
                    [key: string]: unknown;
                };
                interaction?: {
                    source: string;
                    id: string;
                };
                detail?: {
                    [key: string]: unknown;
                };
            }[];
        };
        /** @enum {string} */
        VerbatimPolarity: "negative" | "neutral" | "positive";
        /** @enum {string} */
        VerbatimMethod: "encoder" | "words" | "none";
        /** @enum {string} */
        CaseStep: "opened" | "assigned" | "escalated" | "contacted" | "resolved" | "reopened" | "commented" | "waiting" | "resumed" | "prioritised" | "joined" | "separated" | "withdrawn" | "recovered";
        PostCasesByIdAssignBody: {
            queue?: string;
            owner?: string | null;
            defender?: string | null;
            why?: string;
        };
        PostCasesByIdAssignAnswer: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            customer: string;
            /** Format: uuid */
            subject: string;
            about: string;
            state: components["schemas"]["CaseState"];
            /** @enum {string} */
            severity: "low" | "normal" | "high" | "urgent";
            reach?: number;
            rule: string;
            queue: string;
            owner?: string;
            defender?: string;
            calendar: string;
            interaction: {
                source: string;
                id: string;
            };
            touchpoint: string;
            channel: string;
            /** Format: date-time */
            occurredAt: string;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            firstResponseDueAt?: string;
            /** Format: date-time */
            resolutionDueAt?: string;
            /** Format: date-time */
            nextDueAt?: string;
            overdue: boolean;
            /** Format: date-time */
            waitingSince?: string;
            /** Format: date-time */
            waitingUntil?: string;
            /** Format: date-time */
            contactedAt?: string;
            /** Format: date-time */
            resolvedAt?: string;
            rootCause?: string;
            resolution?: string;
            reopened: number;
            level: number;
            /** Format: uuid */
            joinedTo?: string;
            before?: {
                scale: string;
                question?: string;
                value: number;
            };
            after?: {
                scale: string;
                question?: string;
                value: number;
            };
            recovery?: number;
            revision: number;
            etag: string;
        };
        PostCasesByIdCommentBody: {
            text: string;
        };
        PostCasesByIdPauseBody: {
            why: string;
            /** Format: date-time */
            until?: string;
        };
        PostCasesByIdResumeBody: {
            /** @default resumed */
            why?: string;
        };
        PostCasesByIdResolveBody: {
            rootCause: string;
            resolution: string;
            note?: string;
        };
        PostCasesByIdReopenBody: {
            why: string;
        };
        PostCasesByIdContactBody: {
            channel: components["schemas"]["Channel"];
            contactPoint?: {
                kind: string;
                value: string;
            };
            /** @enum {string} */
            outcome?: "reached" | "no_answer" | "busy" | "voicemail" | "refused" | "wrong_person" | "bounced" | "delivered" | "opened" | "completed" | "abandoned" | "failed";
            /** @default service */
            purpose?: string;
            /**
             * @default service
             * @enum {string}
             */
            class?: "commercial" | "survey" | "service" | "collection";
            note?: string;
            waiting?: {
                /** Format: date-time */
                until?: string;
            };
        };
        PostCasesByIdContactAnswer: {
            allowed: boolean;
            reasons: components["schemas"]["ContactReason"][];
            /** Format: date-time */
            nextAllowedAt?: string;
            contactPoint?: components["schemas"]["Identifier"];
            case: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                customer: string;
                /** Format: uuid */
                subject: string;
                about: string;
                state: components["schemas"]["CaseState"];
                /** @enum {string} */
                severity: "low" | "normal" | "high" | "urgent";
                reach?: number;
                rule: string;
                queue: string;
                owner?: string;
                defender?: string;
                calendar: string;
                interaction: {
                    source: string;
                    id: string;
                };
                touchpoint: string;
                channel: string;
                /** Format: date-time */
                occurredAt: string;
                /** Format: date-time */
                openedAt: string;
                /** Format: date-time */
                firstResponseDueAt?: string;
                /** Format: date-time */
                resolutionDueAt?: string;
                /** Format: date-time */
                nextDueAt?: string;
                overdue: boolean;
                /** Format: date-time */
                waitingSince?: string;
                /** Format: date-time */
                waitingUntil?: string;
                /** Format: date-time */
                contactedAt?: string;
                /** Format: date-time */
                resolvedAt?: string;
                rootCause?: string;
                resolution?: string;
                reopened: number;
                level: number;
                /** Format: uuid */
                joinedTo?: string;
                before?: {
                    scale: string;
                    question?: string;
                    value: number;
                };
                after?: {
                    scale: string;
                    question?: string;
                    value: number;
                };
                recovery?: number;
                revision: number;
                etag: string;
            };
        };
        GetCaseRulesAnswer: {
            version: number;
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            why: string;
            rules?: {
                calendars: {
                    [key: string]: {
                        zone: string;
                        hours: components["schemas"]["ContactHours"][];
                        holidays?: {
                            place: string;
                            /**
                             * @default national
                             * @enum {string}
                             */
                            scope: "national" | "regional";
                        };
                        closed?: string[];
                    };
                };
                queues: {
                    [key: string]: {
                        calendar: string;
                        title?: string;
                    };
                };
                due: {
                    [key: string]: {
                        firstResponseMinutes: number;
                        resolutionMinutes: number;
                    };
                };
                /** @default [] */
                escalations: {
                    /** @enum {string} */
                    of: "first-response" | "resolution";
                    /** @default 0 */
                    afterMinutes: number;
                    to: string;
                }[];
                rules: {
                    id: string;
                    when: {
                        channels?: components["schemas"]["Channel"][];
                        touchpoints?: string[];
                        kinds?: string[];
                        outcomes?: components["schemas"]["Outcome"][];
                        properties?: components["schemas"]["PathCondition"][];
                        answer?: {
                            /** @enum {string} */
                            scale: "nps" | "csat" | "ces" | "stars" | "number";
                            question?: string;
                            atMost: number;
                        };
                        sentiment?: {
                            /**
                             * @default negative
                             * @enum {string}
                             */
                            polarity: "negative" | "neutral" | "positive";
                            /** @default 0.7 */
                            confidence: number;
                            topics?: string[];
                        };
                        reactions?: string[];
                        times?: number;
                        /** @default 24 */
                        withinHours: number;
                    };
                    about?: string;
                    /**
                     * @default normal
                     * @enum {string}
                     */
                    severity: "low" | "normal" | "high" | "urgent";
                    /** @default [] */
                    reach: {
                        property: string;
                        atLeast: number;
                        /** @enum {string} */
                        severity: "low" | "normal" | "high" | "urgent";
                    }[];
                    queue: string;
                    owner?: string;
                    defender?: string;
                    calendar: string;
                    /** @default 168 */
                    reopenHours: number;
                }[];
                /** @default 72 */
                openWithinHours: number;
                rootCauses: string[];
                resolutions: string[];
            };
        };
        GetCustomersByIdVerbatimsAnswer: {
            /** Format: uuid */
            customer: string;
            verbatims: {
                /** Format: uuid */
                id: string;
                /** Format: uuid */
                subject: string;
                interaction: {
                    source: string;
                    id: string;
                };
                part: number;
                question?: string;
                /** @enum {string} */
                language?: "en" | "es";
                polarity?: components["schemas"]["VerbatimPolarity"];
                confidence?: number;
                score?: number;
                topics: string[];
                words: {
                    word: string;
                    weight: number;
                }[];
                judgedBy: {
                    method: components["schemas"]["VerbatimMethod"];
                    version: string;
                };
                /** Format: date-time */
                occurredAt: string;
                /** Format: date-time */
                judgedAt: string;
            }[];
            nextCursor?: string;
        };
        GetSentimentAnswer: {
            version: string;
            needed: {
                answers: number;
                ofClass: number;
                ofClassTried: number;
            };
            languages: {
                language: components["schemas"]["VerbatimLanguage"];
                shipped: {
                    version: string;
                    onTweets: {
                        macroF1: number;
                        texts: number;
                    };
                    onNewestAnswers?: {
                        value: number;
                        low: number;
                        high: number;
                    };
                };
                champion: {
                    /** @enum {string} */
                    by: "shipped" | "learnt";
                    version: string;
                    /** Format: date-time */
                    since?: string;
                    learntFrom?: {
                        negative: number;
                        neutral: number;
                        positive: number;
                    };
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    whenItBegan?: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    onNewestAnswers?: {
                        value: number;
                        low: number;
                        high: number;
                    };
                };
                challenger?: {
                    /** @enum {string} */
                    outcome: "replaced" | "not-better" | "too-few";
                    learntFrom: {
                        negative: number;
                        neutral: number;
                        positive: number;
                    };
                    triedOn: {
                        negative: number;
                        neutral: number;
                        positive: number;
                    };
                    figures?: {
                        challenger: {
                            value: number;
                            low: number;
                            high: number;
                        };
                        champion: {
                            value: number;
                            low: number;
                            high: number;
                        };
                        shipped: {
                            value: number;
                            low: number;
                            high: number;
                        };
                        difference: {
                            value: number;
                            low: number;
                            high: number;
                        };
                    };
                    /** @enum {string} */
                    lessened?: "learnt-anew" | "forgotten";
                    /** Format: date-time */
                    lastNotedAt?: string;
                    /** Format: date-time */
                    at: string;
                    why: string;
                };
                answers: {
                    negative: number;
                    neutral: number;
                    positive: number;
                };
                /** Format: date-time */
                nextAt?: string;
            }[];
        };
        /** @enum {string} */
        VerbatimLanguage: "en" | "es";
        PostGuidanceByIdReadBody: {
            role: string;
        };
        PostGuidanceByIdNotHelpfulBody: {
            role: string;
            comment?: string;
        };
        GetTemplatesAnswer: {
            templates: {
                id: string;
                version: number;
                by: components["schemas"]["DecidedBy"];
                /** Format: date-time */
                at: string;
                why: string;
                template?: {
                    id: string;
                    title: string;
                    /** @enum {string} */
                    class: "commercial" | "service" | "collection";
                    purpose: string;
                    contacts: {
                        /** @enum {string} */
                        channel: "email" | "sms" | "whatsapp" | "app";
                        kind: string;
                    }[];
                    /** @default 24 */
                    withinHours: number;
                    texts: {
                        [key: string]: {
                            subject?: string;
                            text: string;
                        };
                    };
                    defaultLanguage?: string;
                };
                /** @enum {string} */
                state: "active" | "retired";
                /** Format: date-time */
                since: string;
            }[];
        };
        PostTemplatesAnswer: {
            id: string;
            version: number;
            by: components["schemas"]["DecidedBy"];
            /** Format: date-time */
            at: string;
            why: string;
            template?: {
                id: string;
                title: string;
                /** @enum {string} */
                class: "commercial" | "service" | "collection";
                purpose: string;
                contacts: {
                    /** @enum {string} */
                    channel: "email" | "sms" | "whatsapp" | "app";
                    kind: string;
                }[];
                /** @default 24 */
                withinHours: number;
                texts: {
                    [key: string]: {
                        subject?: string;
                        text: string;
                    };
                };
                defaultLanguage?: string;
            };
            /** @enum {string} */
            state: "active" | "retired";
            /** Format: date-time */
            since: string;
        };
        PostProgrammesByIdCheckBody: {
            programme: {
                [key: string]: unknown;
            };
        };
        PostProgrammesByIdCheckAnswer: {
            faults: {
                path: string;
                message: string;
            }[];
            warnings: components["schemas"]["Note"][];
            unreachable: {
                jurisdiction: string;
                /** @enum {string} */
                week: "ordinary" | "before-holiday-monday";
                channel?: string;
                hours: {
                    from: string;
                    until: string;
                }[];
                never: boolean;
                rules: string[];
            }[];
            isInForce: boolean;
        };
        PostProgrammesByIdPreviewBody: {
            programme: {
                [key: string]: unknown;
            };
            language?: string;
        };
        PostProgrammesByIdPreviewAnswer: {
            language: string;
            languages: string[];
            /** @enum {string} */
            direction: "ltr" | "rtl";
            style: string;
            pages: {
                question?: string;
                html: string;
            }[];
        };
        GetCustomersByIdTimelineAnswer: {
            /** Format: uuid */
            customer: string;
            interactions: {
                source: string;
                id: string;
                occurredAt: string;
                channel: string;
                touchpoint: string;
                kind: string;
                text?: string;
                answers: unknown[];
                surveys: {
                    programme: string;
                    state: string;
                    reason?: string;
                }[];
                why: unknown;
            }[];
            nextCursor?: string;
        };
        GetCustomersByIdBriefingAnswer: {
            /** Format: uuid */
            customer: string;
            callThem?: string;
            language?: string;
            lately: {
                /** Format: date-time */
                at: string;
                sentence: string;
            }[];
            guidance: {
                /** Format: uuid */
                id: string;
                card: string;
                cardVersion: number;
                roles: string[];
                language: string;
                title: string;
                text: string;
                /** Format: date-time */
                beganAt: string;
                /** Format: date-time */
                endsAt: string;
            }[];
            contact: {
                known: boolean;
                sentence: string;
                channels: {
                    /** @enum {string} */
                    channel: "call_centre" | "email" | "sms" | "whatsapp";
                    allowed: boolean;
                    sentence: string;
                    contactPoint?: components["schemas"]["Identifier"];
                    reasons: components["schemas"]["ContactReason"][];
                    /** Format: date-time */
                    nextAllowedAt?: string;
                }[];
            };
            risks: {
                /** @enum {string} */
                risk: "detractor" | "leaves";
                sentence: string;
                probability?: number;
                reasons?: string[];
                because?: {
                    reason: string;
                    message: string;
                };
                quality?: {
                    n: number;
                    baseRate: number;
                    auc: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    calibrationError: number;
                    trainedAt: string;
                };
            }[];
            nextOffers: {
                sentence?: string;
                offers: {
                    product: string;
                    sentence: string;
                }[];
                because?: {
                    reason: string;
                    message: string;
                };
                quality?: {
                    n: number;
                    hitRate: number;
                    hitRateOfPopular: number;
                    better: {
                        low: number;
                        high: number;
                    };
                };
            };
        };
        GetKpisAnswerVariant2: {
            metric: string;
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            timeZone: string;
            /** Format: date-time */
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            unit: string;
            additive: boolean;
            before?: {
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
            };
            total?: {
                group: {
                    [key: string]: string;
                };
                /** Format: date-time */
                from?: string;
                /** Format: date-time */
                to?: string;
                running?: boolean;
                value: number | null;
                n: number;
                low: number | null;
                high: number | null;
                change?: {
                    before: {
                        value: number | null;
                        n: number;
                        low: number | null;
                        high: number | null;
                    };
                    value: number | null;
                    low: number | null;
                    high: number | null;
                    percent: number | null;
                    significant: boolean;
                };
            } & {
                [key: string]: unknown;
            };
            rows: ({
                group: {
                    [key: string]: string;
                };
                /** Format: date-time */
                from?: string;
                /** Format: date-time */
                to?: string;
                running?: boolean;
                value: number | null;
                n: number;
                low: number | null;
                high: number | null;
                change?: {
                    before: {
                        value: number | null;
                        n: number;
                        low: number | null;
                        high: number | null;
                    };
                    value: number | null;
                    low: number | null;
                    high: number | null;
                    percent: number | null;
                    significant: boolean;
                };
            } & {
                [key: string]: unknown;
            })[];
            nextCursor?: string;
            hints?: string[];
            explain?: {
                unit: string;
                /** @enum {string} */
                answeredBy: "rollups" | "columns" | "facts";
                counted: number;
                leftOut: {
                    reason: string;
                    n: number;
                    identifiers?: number;
                }[];
                rule: string;
            };
        };
        PostQueryBody: (components["schemas"]["PostQueryBodyVariant1"] | components["schemas"]["PostQueryBodyVariant2"] | components["schemas"]["PostQueryBodyVariant3"] | components["schemas"]["PostQueryBodyVariant4"] | components["schemas"]["PostQueryBodyVariant5"] | components["schemas"]["PostQueryBodyVariant6"] | components["schemas"]["PostQueryBodyVariant7"] | components["schemas"]["PostQueryBodyVariant8"] | components["schemas"]["PostQueryBodyVariant9"] | components["schemas"]["PostQueryBodyVariant10"] | components["schemas"]["PostQueryBodyVariant11"] | components["schemas"]["PostQueryBodyVariant12"] | components["schemas"]["PostQueryBodyVariant13"] | components["schemas"]["PostQueryBodyVariant14"] | components["schemas"]["PostQueryBodyVariant15"] | components["schemas"]["PostQueryBodyVariant16"] | components["schemas"]["PostQueryBodyVariant17"] | components["schemas"]["PostQueryBodyVariant18"] | components["schemas"]["PostQueryBodyVariant19"] | components["schemas"]["PostQueryBodyVariant20"] | components["schemas"]["PostQueryBodyVariant21"] | components["schemas"]["PostQueryBodyVariant22"] | components["schemas"]["PostQueryBodyVariant23"] | components["schemas"]["PostQueryBodyVariant24"] | components["schemas"]["PostQueryBodyVariant25"] | components["schemas"]["PostQueryBodyVariant26"] | components["schemas"]["PostQueryBodyVariant27"]) | (components["schemas"]["PostQueryBodyVariant1"] | components["schemas"]["PostQueryBodyVariant2"] | components["schemas"]["PostQueryBodyVariant3"] | components["schemas"]["PostQueryBodyVariant4"] | components["schemas"]["PostQueryBodyVariant5"] | components["schemas"]["PostQueryBodyVariant6"] | components["schemas"]["PostQueryBodyVariant7"] | components["schemas"]["PostQueryBodyVariant8"] | components["schemas"]["PostQueryBodyVariant9"] | components["schemas"]["PostQueryBodyVariant10"] | components["schemas"]["PostQueryBodyVariant11"] | components["schemas"]["PostQueryBodyVariant12"] | components["schemas"]["PostQueryBodyVariant13"] | components["schemas"]["PostQueryBodyVariant14"] | components["schemas"]["PostQueryBodyVariant15"] | components["schemas"]["PostQueryBodyVariant16"] | components["schemas"]["PostQueryBodyVariant17"] | components["schemas"]["PostQueryBodyVariant18"] | components["schemas"]["PostQueryBodyVariant19"] | components["schemas"]["PostQueryBodyVariant20"] | components["schemas"]["PostQueryBodyVariant21"] | components["schemas"]["PostQueryBodyVariant22"] | components["schemas"]["PostQueryBodyVariant23"] | components["schemas"]["PostQueryBodyVariant24"] | components["schemas"]["PostQueryBodyVariant25"] | components["schemas"]["PostQueryBodyVariant26"] | components["schemas"]["PostQueryBodyVariant27"])[];
        PostQueryBodyVariant1: {
            /** @enum {string} */
            metric: "nps";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
            /**
             * @default response
             * @enum {string}
             */
            per?: "response" | "customer";
        };
        PostQueryBodyVariant2: {
            /** @enum {string} */
            metric: "csat";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
            /**
             * @default response
             * @enum {string}
             */
            per?: "response" | "customer";
        };
        PostQueryBodyVariant3: {
            /** @enum {string} */
            metric: "ces";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
            /**
             * @default response
             * @enum {string}
             */
            per?: "response" | "customer";
        };
        PostQueryBodyVariant4: {
            /** @enum {string} */
            metric: "volume";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant5: {
            /** @enum {string} */
            metric: "customers";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant6: {
            /** @enum {string} */
            metric: "response-rate";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant7: {
            /** @enum {string} */
            metric: "withheld";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant8: {
            /** @enum {string} */
            metric: "immediacy";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant9: {
            /** @enum {string} */
            metric: "bias";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /**
             * @default nps
             * @enum {string}
             */
            of?: "nps" | "csat" | "ces";
        };
        PostQueryBodyVariant10: {
            /** @enum {string} */
            metric: "gap";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /**
             * @default nps
             * @enum {string}
             */
            of?: "nps" | "csat" | "ces";
        };
        PostQueryBodyVariant11: {
            /** @enum {string} */
            metric: "complaints";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
            /**
             * @default [
             *       "complained"
             *     ]
             */
            kinds?: string[];
        };
        PostQueryBodyVariant12: {
            /** @enum {string} */
            metric: "effort";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
            same?: string;
        };
        PostQueryBodyVariant13: {
            /** @enum {string} */
            metric: "sentiment";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant14: {
            /** @enum {string} */
            metric: "verbatims";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant15: {
            /** @enum {string} */
            metric: "cases";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant16: {
            /** @enum {string} */
            metric: "cases-open";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant17: {
            /** @enum {string} */
            metric: "cases-overdue";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant18: {
            /** @enum {string} */
            metric: "first-contact";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant19: {
            /** @enum {string} */
            metric: "resolution-time";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant20: {
            /** @enum {string} */
            metric: "reopened";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant21: {
            /** @enum {string} */
            metric: "recovery";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant22: {
            /** @enum {string} */
            metric: "guidance";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant23: {
            /** @enum {string} */
            metric: "guidance-coverage";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant24: {
            /** @enum {string} */
            metric: "guidance-read-time";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
        };
        PostQueryBodyVariant25: {
            /** @enum {string} */
            metric: "guidance-not-helpful";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @enum {string} */
            compare?: "previous-period";
        };
        PostQueryBodyVariant26: {
            /** @enum {string} */
            metric: "guidance-effect";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /**
             * @default nps
             * @enum {string}
             */
            of?: "nps" | "csat" | "ces";
            /** @default 7 */
            withinDays?: number;
        };
        PostQueryBodyVariant27: {
            /** @enum {string} */
            metric: "pressure";
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            /** @enum {string} */
            interval?: "hour" | "day" | "week" | "month";
            groupBy?: string[];
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                source?: string[];
                journey?: string[];
                stage?: string[];
                programme?: string[];
                reason?: string[];
                severity?: string[];
                queue?: string[];
                cause?: string[];
                sentiment?: string[];
                topic?: string[];
                card?: string[];
                role?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /** @default 200 */
            limit?: number;
            cursor?: string;
            /** @default 2 */
            most?: number;
        };
        PostQueryAnswer: components["schemas"]["PostQueryAnswerVariant1"] | components["schemas"]["GetKpisAnswerVariant2"];
        PostQueryAnswerVariant1: {
            results: {
                metric: string;
                /** Format: date-time */
                from: string;
                /** Format: date-time */
                to: string;
                timeZone: string;
                /** Format: date-time */
                asOf: string;
                /** @enum {boolean} */
                rebuilding?: true;
                unit: string;
                additive: boolean;
                before?: {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                };
                total?: {
                    group: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    running?: boolean;
                    value: number | null;
                    n: number;
                    low: number | null;
                    high: number | null;
                    change?: {
                        before: {
                            value: number | null;
                            n: number;
                            low: number | null;
                            high: number | null;
                        };
                        value: number | null;
                        low: number | null;
                        high: number | null;
                        percent: number | null;
                        significant: boolean;
                    };
                } & {
                    [key: string]: unknown;
                };
                rows: ({
                    group: {
                        [key: string]: string;
                    };
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                    running?: boolean;
                    value: number | null;
                    n: number;
                    low: number | null;
                    high: number | null;
                    change?: {
                        before: {
                            value: number | null;
                            n: number;
                            low: number | null;
                            high: number | null;
                        };
                        value: number | null;
                        low: number | null;
                        high: number | null;
                        percent: number | null;
                        significant: boolean;
                    };
                } & {
                    [key: string]: unknown;
                })[];
                nextCursor?: string;
                hints?: string[];
                explain?: {
                    unit: string;
                    /** @enum {string} */
                    answeredBy: "rollups" | "columns" | "facts";
                    counted: number;
                    leftOut: {
                        reason: string;
                        n: number;
                        identifiers?: number;
                    }[];
                    rule: string;
                };
            }[];
        };
        PostQueryRowsBody: {
            question: components["schemas"]["PostQueryBodyVariant1"] | components["schemas"]["PostQueryBodyVariant2"] | components["schemas"]["PostQueryBodyVariant3"] | components["schemas"]["PostQueryBodyVariant4"] | components["schemas"]["PostQueryBodyVariant5"] | components["schemas"]["PostQueryBodyVariant6"] | components["schemas"]["PostQueryBodyVariant7"] | components["schemas"]["PostQueryBodyVariant8"] | components["schemas"]["PostQueryBodyVariant9"] | components["schemas"]["PostQueryBodyVariant10"] | components["schemas"]["PostQueryBodyVariant11"] | components["schemas"]["PostQueryBodyVariant12"] | components["schemas"]["PostQueryBodyVariant13"] | components["schemas"]["PostQueryBodyVariant14"] | components["schemas"]["PostQueryBodyVariant15"] | components["schemas"]["PostQueryBodyVariant16"] | components["schemas"]["PostQueryBodyVariant17"] | components["schemas"]["PostQueryBodyVariant18"] | components["schemas"]["PostQueryBodyVariant19"] | components["schemas"]["PostQueryBodyVariant20"] | components["schemas"]["PostQueryBodyVariant21"] | components["schemas"]["PostQueryBodyVariant22"] | components["schemas"]["PostQueryBodyVariant23"] | components["schemas"]["PostQueryBodyVariant24"] | components["schemas"]["PostQueryBodyVariant25"] | components["schemas"]["PostQueryBodyVariant26"] | components["schemas"]["PostQueryBodyVariant27"];
            /** @default {} */
            group?: {
                [key: string]: string;
            };
            /** @default 50 */
            limit?: number;
            cursor?: string;
        };
        PostQueryRowsAnswer: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            /** Format: date-time */
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            rows: {
                source: string;
                id: string;
                /** Format: date-time */
                occurredAt: string;
                value?: number;
                /** Format: uuid */
                customer?: string;
            }[];
            nextCursor?: string;
        };
        GetJourneysStepsAnswer: {
            steps: {
                channel: string;
                touchpoint: string;
                kind: string;
                n: number;
            }[];
        };
        PostJourneysFunnelsBody: {
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            steps: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
            }[];
            /**
             * @default ordered
             * @enum {string}
             */
            order?: "ordered" | "strict" | "any";
            /**
             * @default best
             * @enum {string}
             */
            entry?: "best" | "first";
            /** Format: duration */
            window?: string;
            stepWindows?: string[];
            exclusions?: {
                after: number;
                step: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                };
            }[];
            hold?: string;
            breakdown?: string;
            /** @default first */
            attribution?: ("first" | "last") | number;
            /** @default 10 */
            groups?: number;
            /** @enum {string} */
            interval?: "day" | "week" | "month";
        };
        PostJourneysFunnelsAnswer: {
            /** @enum {string} */
            metric: "funnel";
            explain?: {
                counted: number;
                leftOut: {
                    reason: string;
                    n: number;
                }[];
            };
            from: string;
            to: string;
            timeZone: string;
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            unit: string;
            additive: boolean;
            rules: {
                order: string;
                entry: string;
                ties: string;
                open: string;
                attribution: string;
            };
            rows: {
                group: {
                    [key: string]: string;
                };
                from?: string;
                to?: string;
                value: number | null;
                n: number;
                low: number | null;
                high: number | null;
                began: number;
                converted: number;
                open: number;
                excluded: number;
                dropped: number;
                steps: {
                    reached: number;
                    open: number;
                    excluded: number;
                    dropped: number;
                    step: number;
                    fromFirst: {
                        value: number | null;
                        n: number;
                        low: number | null;
                        high: number | null;
                    };
                    fromPrevious: components["schemas"]["PostJourneysFunnelsAnswerVariant1"] | null;
                }[];
                timeToConvert: {
                    share: number;
                    median: number | null;
                    p90: number | null;
                };
            }[];
            trend?: {
                group: {
                    [key: string]: string;
                };
                from?: string;
                to?: string;
                value: number | null;
                n: number;
                low: number | null;
                high: number | null;
                began: number;
                converted: number;
                open: number;
                excluded: number;
                dropped: number;
                steps: {
                    reached: number;
                    open: number;
                    excluded: number;
                    dropped: number;
                    step: number;
                    fromFirst: {
                        value: number | null;
                        n: number;
                        low: number | null;
                        high: number | null;
                    };
                    fromPrevious: components["schemas"]["PostJourneysFunnelsAnswerVariant1"] | null;
                }[];
                timeToConvert: {
                    share: number;
                    median: number | null;
                    p90: number | null;
                };
            }[];
        };
        PostJourneysFunnelsAnswerVariant1: {
            value: number | null;
            n: number;
            low: number | null;
            high: number | null;
        };
        PostJourneysFunnelsCustomersBody: {
            question: {
                from?: string;
                to?: string;
                timeZone?: string;
                /**
                 * @default monday
                 * @enum {string}
                 */
                weekStart?: "monday" | "sunday" | "saturday";
                filters?: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    traits?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    segment?: string;
                };
                steps: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                }[];
                /**
                 * @default ordered
                 * @enum {string}
                 */
                order?: "ordered" | "strict" | "any";
                /**
                 * @default best
                 * @enum {string}
                 */
                entry?: "best" | "first";
                /** Format: duration */
                window?: string;
                stepWindows?: string[];
                exclusions?: {
                    after: number;
                    step: {
                        channel?: string[];
                        touchpoint?: string[];
                        kind?: string[];
                        direction?: string[];
                        actor?: string[];
                        voice?: ("customer" | "employee" | "management" | "other")[];
                        outcome?: string[];
                        properties?: {
                            [key: string]: (string | number | boolean)[];
                        };
                    };
                }[];
                hold?: string;
                breakdown?: string;
                /** @default first */
                attribution?: ("first" | "last") | number;
                /** @default 10 */
                groups?: number;
                /** @enum {string} */
                interval?: "day" | "week" | "month";
            };
            step: number;
            /**
             * @default reached
             * @enum {string}
             */
            state?: "reached" | "converted" | "open" | "excluded" | "dropped";
            group?: string;
            /** @default 50 */
            limit?: number;
            cursor?: string;
        };
        PostJourneysFunnelsCustomersAnswer: {
            customers: string[];
            nextCursor?: string;
        };
        PostJourneysPathsBody: {
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            anchor: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
            };
            /**
             * @default from
             * @enum {string}
             */
            direction?: "from" | "to";
            /** @default 5 */
            length?: number;
            /** Format: duration */
            gap?: string;
            /**
             * @default customers
             * @enum {string}
             */
            unit?: "customers" | "passages";
            /** @default true */
            collapse?: boolean;
            /** @default 10 */
            top?: number;
        };
        PostJourneysPathsAnswer: {
            /** @enum {string} */
            metric: "paths";
            explain?: {
                counted: number;
                leftOut: {
                    reason: string;
                    n: number;
                }[];
            };
            from: string;
            to: string;
            timeZone: string;
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            unit: string;
            additive: boolean;
            rules: {
                unit: string;
                gap: string;
                steps: string;
            };
            n: number;
            rows: {
                path: (components["schemas"]["PostJourneysPathsAnswerVariant1"] | ("end" | "open" | "start" | "other"))[];
                value: number | null;
                n: number;
                low: number | null;
                high: number | null;
                count: number;
            }[];
            others: number;
            places: {
                place: number;
                nodes: {
                    step: components["schemas"]["PostJourneysPathsAnswerVariant1"] | ("end" | "open" | "start" | "other");
                    n: number;
                }[];
            }[];
            links: {
                place: number;
                from: components["schemas"]["PostJourneysPathsAnswerVariant1"] | ("end" | "open" | "start" | "other");
                to: components["schemas"]["PostJourneysPathsAnswerVariant1"] | ("end" | "open" | "start" | "other");
                n: number;
            }[];
        };
        PostJourneysPathsAnswerVariant1: {
            channel: string;
            touchpoint: string;
            kind: string;
        };
        PostJourneysPathsCustomersBody: {
            question: {
                from?: string;
                to?: string;
                timeZone?: string;
                /**
                 * @default monday
                 * @enum {string}
                 */
                weekStart?: "monday" | "sunday" | "saturday";
                filters?: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    traits?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    segment?: string;
                };
                anchor: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                };
                /**
                 * @default from
                 * @enum {string}
                 */
                direction?: "from" | "to";
                /** @default 5 */
                length?: number;
                /** Format: duration */
                gap?: string;
                /**
                 * @default customers
                 * @enum {string}
                 */
                unit?: "customers" | "passages";
                /** @default true */
                collapse?: boolean;
                /** @default 10 */
                top?: number;
            };
            path?: (components["schemas"]["PostJourneysPathsCustomersBodyVariant1"] | ("end" | "open" | "start" | "other"))[];
            others?: boolean;
            place?: number;
            step?: components["schemas"]["PostJourneysPathsCustomersBodyVariant1"] | ("end" | "open" | "start" | "other");
            next?: components["schemas"]["PostJourneysPathsCustomersBodyVariant1"] | ("end" | "open" | "start" | "other");
            /** @default 50 */
            limit?: number;
            cursor?: string;
        };
        PostJourneysPathsCustomersBodyVariant1: {
            channel: string;
            touchpoint: string;
            kind: string;
        };
        PostJourneysRetentionBody: {
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            start: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
            };
            back?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
            };
            /**
             * @default week
             * @enum {string}
             */
            interval?: "day" | "week" | "month";
            /**
             * @default first
             * @enum {string}
             */
            cohort?: "ever" | "first" | "recurring";
            /**
             * @default on
             * @enum {string}
             */
            returned?: "on" | "on-or-after";
            /**
             * @default weighted
             * @enum {string}
             */
            mean?: "weighted" | "simple";
            breakdown?: string;
            /** @default 10 */
            groups?: number;
        };
        PostJourneysRetentionAnswer: {
            /** @enum {string} */
            metric: "retention";
            explain?: {
                counted: number;
                leftOut: {
                    reason: string;
                    n: number;
                }[];
            };
            from: string;
            to: string;
            timeZone: string;
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            unit: string;
            additive: boolean;
            rules: {
                cohort: string;
                returned: string;
                mean: string;
            };
            rows: {
                group: {
                    [key: string]: string;
                };
                from: string;
                to: string;
                began: number;
                periods: {
                    after: number;
                    value: number | null;
                    n: number;
                    low: number | null;
                    high: number | null;
                    back: number;
                    running: boolean;
                }[];
            }[];
            mean: {
                group: {
                    [key: string]: string;
                };
                after: number;
                value: number | null;
                n: number;
                cohorts: number;
            }[];
        };
        PostJourneysRetentionCustomersBody: {
            question: {
                from?: string;
                to?: string;
                timeZone?: string;
                /**
                 * @default monday
                 * @enum {string}
                 */
                weekStart?: "monday" | "sunday" | "saturday";
                filters?: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    traits?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    segment?: string;
                };
                start: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                };
                back?: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                };
                /**
                 * @default week
                 * @enum {string}
                 */
                interval?: "day" | "week" | "month";
                /**
                 * @default first
                 * @enum {string}
                 */
                cohort?: "ever" | "first" | "recurring";
                /**
                 * @default on
                 * @enum {string}
                 */
                returned?: "on" | "on-or-after";
                /**
                 * @default weighted
                 * @enum {string}
                 */
                mean?: "weighted" | "simple";
                breakdown?: string;
                /** @default 10 */
                groups?: number;
            };
            cohort: number;
            after?: number;
            /** @default true */
            back?: boolean;
            group?: string;
            /** @default 50 */
            limit?: number;
            cursor?: string;
        };
        PostJourneysMomentsBody: {
            from?: string;
            to?: string;
            timeZone?: string;
            /**
             * @default monday
             * @enum {string}
             */
            weekStart?: "monday" | "sunday" | "saturday";
            filters?: {
                channel?: string[];
                touchpoint?: string[];
                kind?: string[];
                direction?: string[];
                actor?: string[];
                voice?: ("customer" | "employee" | "management" | "other")[];
                outcome?: string[];
                properties?: {
                    [key: string]: (string | number | boolean)[];
                };
                traits?: {
                    [key: string]: (string | number | boolean)[];
                };
                segment?: string;
            };
            /**
             * @default nps
             * @enum {string}
             */
            of?: "nps" | "csat" | "ces";
        };
        PostJourneysMomentsAnswer: {
            /** @enum {string} */
            metric: "moments";
            of: string;
            explain?: {
                counted: number;
                leftOut: {
                    reason: string;
                    n: number;
                }[];
            };
            from: string;
            to: string;
            timeZone: string;
            asOf: string;
            /** @enum {boolean} */
            rebuilding?: true;
            unit: string;
            additive: boolean;
            n: number;
            rules: {
                journey: string;
                compared: string;
                significant: string;
                causes: string;
            };
            rows: {
                step: {
                    channel: string;
                    touchpoint: string;
                    kind: string;
                };
                n: number;
                with: number;
                without: number;
                value: number;
                low: number;
                high: number;
                impact: number;
                p: number;
                significant: boolean;
                oddsOfLow: number;
                customers: {
                    with: number;
                    without: number;
                };
            }[];
        };
        PostJourneysMomentsCustomersBody: {
            question: {
                from?: string;
                to?: string;
                timeZone?: string;
                /**
                 * @default monday
                 * @enum {string}
                 */
                weekStart?: "monday" | "sunday" | "saturday";
                filters?: {
                    channel?: string[];
                    touchpoint?: string[];
                    kind?: string[];
                    direction?: string[];
                    actor?: string[];
                    voice?: ("customer" | "employee" | "management" | "other")[];
                    outcome?: string[];
                    properties?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    traits?: {
                        [key: string]: (string | number | boolean)[];
                    };
                    segment?: string;
                };
                /**
                 * @default nps
                 * @enum {string}
                 */
                of?: "nps" | "csat" | "ces";
            };
            step: {
                channel: string;
                touchpoint: string;
                kind: string;
            };
            /** @default true */
            with?: boolean;
            /** @default 50 */
            limit?: number;
            cursor?: string;
        };
        GetPredictionsAnswer: {
            risks: {
                /** @enum {string} */
                risk: "detractor" | "leaves";
                means: string;
                version: number;
                trainedAt: string;
                shown: boolean;
                because?: {
                    /** @enum {string} */
                    reason: "too-little-time" | "too-few-cases" | "looks-ahead" | "tells-too-much" | "too-weak" | "no-better-than-popular";
                    message: string;
                };
                horizonDays: number;
                customers: number;
                fitted: {
                    n: number;
                    positives: number;
                    from?: string;
                    to?: string;
                };
                calibration: {
                    n: number;
                    positives: number;
                    from?: string;
                    to?: string;
                };
                heldOut: {
                    n: number;
                    positives: number;
                    from?: string;
                    to?: string;
                };
                /** @enum {string} */
                calibratedBy?: "platt" | "isotonic";
                weights: {
                    feature: string;
                    weight: number;
                    usual: number;
                }[];
                quality?: {
                    n: number;
                    positives: number;
                    baseRate: number;
                    auc: {
                        value: number;
                        low: number;
                        high: number;
                    };
                    logLoss: number;
                    logLossOfBaseRate: number;
                    brier: number;
                    calibrationError: number;
                    reliability: {
                        from: number;
                        to: number;
                        n: number;
                        told: number;
                        happened: number;
                    }[];
                };
                beforeCalibration?: {
                    logLoss: number;
                    brier: number;
                    calibrationError: number;
                };
            }[];
            nextOffers?: {
                version: number;
                trainedAt: string;
                shown: boolean;
                because?: {
                    /** @enum {string} */
                    reason: "too-little-time" | "too-few-cases" | "looks-ahead" | "tells-too-much" | "too-weak" | "no-better-than-popular";
                    message: string;
                };
                customers: number;
                quality?: {
                    n: number;
                    hitRate: number;
                    hitRateOfPopular: number;
                    better: {
                        low: number;
                        high: number;
                    };
                };
            };
            nextTraining?: string;
        };
        GetSegmentsAnswer: {
            segments: {
                name: string;
                version: number;
                condition?: unknown;
                by: components["schemas"]["DecidedBy"];
                why: string;
                /** Format: date-time */
                at: string;
                /** @enum {boolean} */
                removed?: true;
            }[];
            nextCursor?: string;
        };
        GetAlertsAnswer: {
            alerts: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                state: "open" | "over";
                watch: string;
                metric: string;
                group: {
                    [key: string]: string;
                };
                kind: components["schemas"]["AlertKind"];
                /** Format: date */
                since: string;
                /** Format: date */
                day: string;
                expected: {
                    value: number;
                    low: number | null;
                    high: number | null;
                };
                seen: {
                    value: number | null;
                    n: number;
                    low: number | null;
                    high: number | null;
                };
                why: string;
                method: string;
                timeZone: string;
                /** Format: date-time */
                raisedAt: string;
                /** Format: date-time */
                overAt?: string;
                ending?: components["schemas"]["AlertEnding"];
                acknowledged?: {
                    by: components["schemas"]["DecidedBy"];
                    why: string;
                    /** Format: date-time */
                    at: string;
                };
                /** @enum {boolean} */
                muted?: true;
                rows?: {
                    /** @enum {string} */
                    path: "/v1/query/rows";
                    body: {
                        question: {
                            [key: string]: unknown;
                        };
                        group: {
                            [key: string]: string;
                        };
                    };
                };
            }[];
            nextCursor?: string;
        };
        /** @enum {string} */
        AlertKind: "below" | "above" | "silent";
        /** @enum {string} */
        AlertEnding: "returned" | "new-level" | "heard-again" | "watch-changed" | "watch-removed";
        GetImprovementsCandidatesAnswer: {
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            to: string;
            candidates: {
                touchpoint: string;
                cause: string;
                cases: number;
                customers: number;
                hoursLost: number;
                reopened: number;
                improvements: string[];
            }[];
            nextCursor?: string;
        };
        PostImprovementsBody: {
            title: string;
            touchpoint: string;
            cause?: string;
            /**
             * @default nps
             * @enum {string}
             */
            metric?: "nps" | "csat" | "ces";
            owner: string;
            /** Format: date */
            due: string;
            action?: string;
            why?: string;
        };
        PostImprovementsAnswer: {
            /** Format: uuid */
            id: string;
            title: string;
            touchpoint: string;
            cause?: string;
            /** @enum {string} */
            metric: "nps" | "csat" | "ces";
            owner: string;
            /** Format: date */
            due: string;
            action?: string;
            /** @enum {string} */
            state: "open" | "done" | "dropped";
            /** Format: date */
            doneOn?: string;
            overdue: boolean;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            changedAt: string;
            etag: string;
        };
        GetImprovementsAnswer: {
            improvements: {
                /** Format: uuid */
                id: string;
                title: string;
                touchpoint: string;
                cause?: string;
                /** @enum {string} */
                metric: "nps" | "csat" | "ces";
                owner: string;
                /** Format: date */
                due: string;
                action?: string;
                /** @enum {string} */
                state: "open" | "done" | "dropped";
                /** Format: date */
                doneOn?: string;
                overdue: boolean;
                /** Format: date-time */
                openedAt: string;
                /** Format: date-time */
                changedAt: string;
                etag: string;
            }[];
            nextCursor?: string;
        };
        GetImprovementsByIdAnswer: {
            /** Format: uuid */
            id: string;
            title: string;
            touchpoint: string;
            cause?: string;
            /** @enum {string} */
            metric: "nps" | "csat" | "ces";
            owner: string;
            /** Format: date */
            due: string;
            action?: string;
            /** @enum {string} */
            state: "open" | "done" | "dropped";
            /** Format: date */
            doneOn?: string;
            overdue: boolean;
            /** Format: date-time */
            openedAt: string;
            /** Format: date-time */
            changedAt: string;
            etag: string;
            steps: {
                revision: number;
                /** @enum {string} */
                step: "opened" | "changed" | "done" | "dropped";
                by: components["schemas"]["DecidedBy"];
                why?: string;
                /** Format: date-time */
                at: string;
            }[];
            effect?: {
                /** @enum {string} */
                verdict: "better" | "worse" | "not-told-from-chance" | "too-few-answers" | "no-comparison";
                why: string;
                /** @enum {string} */
                metric: "nps" | "csat" | "ces";
                before: {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                };
                after: {
                    /** Format: date-time */
                    from: string;
                    /** Format: date-time */
                    to: string;
                };
                difference?: {
                    value: number;
                    low: number;
                    high: number;
                };
                here: {
                    before: {
                        value?: number;
                        n: number;
                    };
                    after: {
                        value?: number;
                        n: number;
                    };
                    change?: number;
                };
                elsewhere: {
                    touchpoints: number;
                    before: number;
                    after: number;
                    change?: number;
                };
                asFar: number;
                leftOut: number;
                alsoHere: string[];
                /** @enum {boolean} */
                rebuilding?: true;
            };
        };
        PatchImprovementsByIdBody: {
            change: {
                title?: string;
                touchpoint?: string;
                cause?: string;
                /** @enum {string} */
                metric?: "nps" | "csat" | "ces";
                owner?: string;
                /** Format: date */
                due?: string;
                action?: string;
            };
            why?: string;
        };
        PostImprovementsByIdDoneBody: {
            /** Format: date */
            on?: string;
            why?: string;
        };
        GetSessionAnswer: {
            person: {
                id: string;
                name?: string;
            };
            roles: components["schemas"]["Role"][];
            scopes: components["schemas"]["Scope"][];
            /** @enum {string} */
            signedInBy: "oidc" | "local";
            /** Format: date-time */
            expiresAt: string;
        };
        /** @enum {string} */
        Role: "agent" | "defender" | "steward" | "analyst" | "operator" | "privacy-officer" | "admin";
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            errors?: {
                path: string;
                pointer: string;
                message: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        DecisionRequest: components["schemas"]["DecisionRequestSplit"] | components["schemas"]["DecisionRequestNotSame"] | components["schemas"]["DecisionRequestSame"] | components["schemas"]["DecisionRequestDissociate"] | components["schemas"]["DecisionRequestWithdraw"];
        DecisionRequestSplit: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            at?: string;
            reason?: string;
            /** @constant */
            kind: "split";
            /** Format: uuid */
            customer: string;
            identifiers: components["schemas"]["Identifier"][];
        };
        DecisionRequestNotSame: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            at?: string;
            reason?: string;
            /** @constant */
            kind: "not_same";
            one: components["schemas"]["Identifier"][];
            other: components["schemas"]["Identifier"][];
        };
        DecisionRequestSame: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            at?: string;
            reason?: string;
            /** @constant */
            kind: "same";
            one: components["schemas"]["Identifier"];
            other: components["schemas"]["Identifier"];
        };
        DecisionRequestDissociate: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            at?: string;
            reason?: string;
            /** @constant */
            kind: "dissociate";
            identifier: components["schemas"]["Identifier"];
            from?: components["schemas"]["Identifier"][];
        };
        DecisionRequestWithdraw: {
            /** Format: uuid */
            id?: string;
            /** Format: date-time */
            at?: string;
            reason?: string;
            /** @constant */
            kind: "withdraw";
            source: string;
            interaction: string;
        };
        ErasureRequest: {
            /** Format: uuid */
            id?: string;
            /** Format: uuid */
            customer?: string;
            identifier?: {
                kind: string;
                value: string;
            };
            export?: boolean;
            reason?: string;
        };
    };
    responses: never;
    parameters: {
        /**
         * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
         * @example agent-7
         */
        OnBehalfOf: string;
        /**
         * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
         * @example agent
         */
        Roles: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getSession: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetSessionAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postQuery: {
        parameters: {
            query?: {
                explain?: "true" | "false";
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostQueryBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostQueryAnswer"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postQueryRows: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostQueryRowsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostQueryRowsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAlerts: {
        parameters: {
            query?: {
                watch?: string;
                metric?: string;
                kind?: "below" | "above" | "silent";
                state?: "open" | "over";
                acknowledged?: "true" | "false";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetAlertsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSegments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetSegmentsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCustomersSearch: {
        parameters: {
            query?: {
                purpose?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCustomersSearchBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCustomersSearchAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersById: {
        parameters: {
            query?: {
                purpose?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomerRecord"];
                };
            };
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdTimeline: {
        parameters: {
            query?: {
                channel?: string;
                touchpoint?: string;
                kind?: string;
                from?: string;
                to?: string;
                withText?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdTimelineAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdConsents: {
        parameters: {
            query?: {
                at?: string;
                asOf?: "then" | "today";
                purpose?: string;
                channel?: "web" | "app" | "call_centre" | "ivr" | "store" | "email" | "sms" | "whatsapp" | "chat" | "social" | "post" | "other";
                kind?: string;
                value?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdConsentsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdContacts: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdContactsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdBriefing: {
        parameters: {
            query?: {
                language?: "en" | "es";
                role?: string;
                purpose?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdBriefingAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdVerbatims: {
        parameters: {
            query?: {
                polarity?: "negative" | "neutral" | "positive";
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdVerbatimsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdIdentity: {
        parameters: {
            query?: {
                at?: string;
                purpose?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdIdentityAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIdentityDecisions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostIdentityDecisionsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIdentityDecisionsDryRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DecisionRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostIdentityDecisionsDryRunAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIdentityDecisionsByIdDryRun: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostIdentityDecisionsDryRunAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteIdentityDecisionsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostIdentityDecisionsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomersByIdExport: {
        parameters: {
            query?: {
                purpose?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCustomersByIdExportAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasures: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetErasuresAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postErasures: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureRequest"];
            };
        };
        responses: {
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostErasuresAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getErasuresById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureStatus"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGuidanceByIdRead: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostGuidanceByIdReadBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGuidanceByIdNotHelpful: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostGuidanceByIdNotHelpfulBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCases: {
        parameters: {
            query?: {
                state?: "active" | "open" | "waiting" | "resolved" | "joined" | "withdrawn" | "any";
                customer?: string;
                queue?: string;
                owner?: string;
                defender?: string;
                severity?: "low" | "normal" | "high" | "urgent";
                about?: string;
                rule?: string;
                touchpoint?: string;
                rootCause?: string;
                overdue?: string;
                unassigned?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCasesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCasesById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCasesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCaseRules: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetCaseRulesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdAssign: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdAssignBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdComment: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdCommentBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdContact: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdContactBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdContactAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdPause: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdPauseBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdResume: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdResumeBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdResolve: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdResolveBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCasesByIdReopen: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdReopenBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostCasesByIdAssignAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImprovementsCandidates: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
                least?: number;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetImprovementsCandidatesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImprovements: {
        parameters: {
            query?: {
                state?: "open" | "done" | "dropped" | "any";
                touchpoint?: string;
                cause?: string;
                owner?: string;
                overdue?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetImprovementsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImprovements: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostImprovementsBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostImprovementsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImprovementsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetImprovementsByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    patchImprovementsById: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PatchImprovementsByIdBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostImprovementsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImprovementsByIdDone: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostImprovementsByIdDoneBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostImprovementsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postImprovementsByIdDrop: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostCasesByIdReopenBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostImprovementsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLedger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLedgerAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLag: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetLagAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantine: {
        parameters: {
            query?: {
                state?: "waiting" | "replayed" | "discarded";
                reason?: string;
                topic?: string;
                source?: string;
                interaction?: string;
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetQuarantineAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getQuarantineById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetQuarantineByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putQuarantineById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutQuarantineByIdBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetQuarantineByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postQuarantineByIdReplay: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostQuarantineByIdReplayBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetQuarantineByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postQuarantineByIdDiscard: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostQuarantineByIdReplayBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetQuarantineByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentitySuggestionsCounts: {
        parameters: {
            query?: {
                minProbability?: number;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetIdentitySuggestionsCountsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIdentitySuggestionsModel: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetIdentitySuggestionsModelAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSentiment: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetSentimentAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPredictions: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetPredictionsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgrammes: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgrammesById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putProgrammesById: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                "if-none-match"?: "*";
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutProgrammesByIdBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgrammesByIdVersions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdVersionsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdVersionsByVersionRestore: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
                version: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdVersionsByVersionRestoreBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdPause: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdVersionsByVersionRestoreBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdResume: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdVersionsByVersionRestoreBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdEnd: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdVersionsByVersionRestoreBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetProgrammesByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdCheck: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdCheckBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostProgrammesByIdCheckAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesByIdPreview: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdPreviewBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostProgrammesByIdPreviewAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postProgrammesDryRuns: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesDryRunsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostProgrammesDryRunsAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostProgrammesDryRunsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgrammesDryRunsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostProgrammesDryRunsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteProgrammesDryRunsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteProgrammesDryRunsByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInvitationsCounts: {
        parameters: {
            query?: {
                programme?: string;
                from?: string;
                to?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetInvitationsCountsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTemplates: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetTemplatesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postTemplatesByIdRetire: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostProgrammesByIdVersionsByVersionRestoreBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostTemplatesAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactsCounts: {
        parameters: {
            query?: {
                from?: string;
                to?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactsCountsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactsPressed: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactsPressedAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactPolicy: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactPolicyAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putContactPolicy: {
        parameters: {
            query?: never;
            header?: {
                "if-match"?: string;
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutContactPolicyBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactPolicyAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactPolicyVersions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactPolicyVersionsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactPolicyPacks: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetContactPolicyPacksAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postContactPolicyHours: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostContactPolicyHoursBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostContactPolicyHoursAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postContactPolicyDryRuns: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostContactPolicyDryRunsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostContactPolicyDryRunsAnswer"];
                };
            };
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostContactPolicyDryRunsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getContactPolicyDryRunsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostContactPolicyDryRunsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteContactPolicyDryRunsById: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeleteProgrammesDryRunsByIdAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJourneysSteps: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetJourneysStepsAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysFunnels: {
        parameters: {
            query?: {
                explain?: "true" | "false";
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysFunnelsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysFunnelsAnswer"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysFunnelsCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysFunnelsCustomersBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysFunnelsCustomersAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysPaths: {
        parameters: {
            query?: {
                explain?: "true" | "false";
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysPathsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysPathsAnswer"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysPathsCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysPathsCustomersBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysFunnelsCustomersAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysRetention: {
        parameters: {
            query?: {
                explain?: "true" | "false";
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysRetentionBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysRetentionAnswer"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysRetentionCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysRetentionCustomersBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysFunnelsCustomersAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysMoments: {
        parameters: {
            query?: {
                explain?: "true" | "false";
                format?: "json" | "csv";
            };
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysMomentsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysMomentsAnswer"];
                    "text/csv": string;
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postJourneysMomentsCustomers: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The id of the person for whom the key acts, which takes the scope `people:act`. It is kept with what is done and read.
                 * @example agent-7
                 */
                "Hilo-On-Behalf-Of"?: components["parameters"]["OnBehalfOf"];
                /**
                 * @description As what that person acts: allowed is what both the key and one of these may do. Without it, what the key may.
                 * @example agent
                 */
                "Hilo-Roles"?: components["parameters"]["Roles"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PostJourneysMomentsCustomersBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PostJourneysFunnelsCustomersAnswer"];
                };
            };
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            401: {
                headers: {
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: {
                headers: {
                    "Retry-After"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
