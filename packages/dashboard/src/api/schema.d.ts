/** Written by `pnpm generate` of the document of the API, for what `build/operations.ts` names. */
export interface paths {
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
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
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
}
