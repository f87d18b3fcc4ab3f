export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      calls: {
        Row: {
          character_id: string | null
          chat_id: string | null
          end_reason: string | null
          ended_at: string | null
          ends_at: string
          id: string
          kind: string
          last_seen_at: string
          site_id: string | null
          started_at: string
          visitor_id: string | null
        }
        ComputedFields: never
        Insert: {
          character_id?: string | null
          chat_id?: string | null
          end_reason?: string | null
          ended_at?: string | null
          ends_at: string
          id?: string
          kind: string
          last_seen_at?: string
          site_id?: string | null
          started_at?: string
          visitor_id?: string | null
        }
        Update: {
          character_id?: string | null
          chat_id?: string | null
          end_reason?: string | null
          ended_at?: string | null
          ends_at?: string
          id?: string
          kind?: string
          last_seen_at?: string
          site_id?: string | null
          started_at?: string
          visitor_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'calls_character_id_fkey'
            columns: ['character_id']
            isOneToOne: false
            referencedRelation: 'characters'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'calls_chat_id_fkey'
            columns: ['chat_id', 'visitor_id']
            isOneToOne: false
            referencedRelation: 'chats'
            referencedColumns: ['id', 'visitor_id']
          },
          {
            foreignKeyName: 'calls_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'calls_visitor_id_fkey'
            columns: ['visitor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      character_likes: {
        Row: {
          character_id: string
          created_at: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          character_id: string
          created_at?: string
          user_id?: string
        }
        Update: {
          character_id?: string
          created_at?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'character_likes_character_id_fkey'
            columns: ['character_id']
            isOneToOne: false
            referencedRelation: 'characters'
            referencedColumns: ['id']
          },
        ]
      }
      characters: {
        Row: {
          anam_avatar_id: string | null
          anam_voice_id: string | null
          archived_at: string | null
          chat_count: number
          created_at: string
          description: string
          example_dialogue: string
          facts: string[]
          frequency_penalty: number | null
          greeting: string
          id: string
          in_catalogue: boolean
          language: string
          like_count: number
          max_tokens: number | null
          model: string | null
          name: string
          owner_id: string | null
          personality: string
          portrait: string
          position: number
          rating: string
          response_length: string
          scenario: string
          site_id: string
          slug: string
          tagline: string
          temperature: number | null
          top_k: number | null
          top_p: number | null
          updated_at: string
          visibility: string
        }
        ComputedFields: never
        Insert: {
          anam_avatar_id?: string | null
          anam_voice_id?: string | null
          archived_at?: string | null
          chat_count?: number
          created_at?: string
          description?: string
          example_dialogue?: string
          facts?: string[]
          frequency_penalty?: number | null
          greeting: string
          id?: string
          in_catalogue?: boolean
          language: string
          like_count?: number
          max_tokens?: number | null
          model?: string | null
          name: string
          owner_id?: string | null
          personality: string
          portrait?: string
          position?: number
          rating?: string
          response_length?: string
          scenario?: string
          site_id: string
          slug: string
          tagline?: string
          temperature?: number | null
          top_k?: number | null
          top_p?: number | null
          updated_at?: string
          visibility?: string
        }
        Update: {
          anam_avatar_id?: string | null
          anam_voice_id?: string | null
          archived_at?: string | null
          chat_count?: number
          created_at?: string
          description?: string
          example_dialogue?: string
          facts?: string[]
          frequency_penalty?: number | null
          greeting?: string
          id?: string
          in_catalogue?: boolean
          language?: string
          like_count?: number
          max_tokens?: number | null
          model?: string | null
          name?: string
          owner_id?: string | null
          personality?: string
          portrait?: string
          position?: number
          rating?: string
          response_length?: string
          scenario?: string
          site_id?: string
          slug?: string
          tagline?: string
          temperature?: number | null
          top_k?: number | null
          top_p?: number | null
          updated_at?: string
          visibility?: string
        }
        Relationships: [
          {
            foreignKeyName: 'characters_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
        ]
      }
      chats: {
        Row: {
          active_leaf_id: string
          channel: string
          character_id: string
          created_at: string
          frequency_penalty: number | null
          id: string
          max_tokens: number | null
          message_count: number
          model: string | null
          site_id: string
          temperature: number | null
          title: string | null
          top_k: number | null
          top_p: number | null
          updated_at: string
          visitor_id: string
        }
        ComputedFields: never
        Insert: {
          active_leaf_id: string
          channel?: string
          character_id: string
          created_at?: string
          frequency_penalty?: number | null
          id?: string
          max_tokens?: number | null
          message_count?: number
          model?: string | null
          site_id: string
          temperature?: number | null
          title?: string | null
          top_k?: number | null
          top_p?: number | null
          updated_at?: string
          visitor_id: string
        }
        Update: {
          active_leaf_id?: string
          channel?: string
          character_id?: string
          created_at?: string
          frequency_penalty?: number | null
          id?: string
          max_tokens?: number | null
          message_count?: number
          model?: string | null
          site_id?: string
          temperature?: number | null
          title?: string | null
          top_k?: number | null
          top_p?: number | null
          updated_at?: string
          visitor_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'chats_active_leaf_id_fkey'
            columns: ['active_leaf_id', 'id']
            isOneToOne: false
            referencedRelation: 'messages'
            referencedColumns: ['id', 'chat_id']
          },
          {
            foreignKeyName: 'chats_character_id_fkey'
            columns: ['character_id', 'site_id']
            isOneToOne: false
            referencedRelation: 'characters'
            referencedColumns: ['id', 'site_id']
          },
          {
            foreignKeyName: 'chats_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'chats_visitor_id_fkey'
            columns: ['visitor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
      jobs: {
        Row: {
          attempts: number
          created_at: string
          failed_at: string | null
          id: number
          key: string
          kind: string
          last_error: string | null
          locked_until: string | null
          payload: NonNullable<Json>
          run_at: string
        }
        ComputedFields: never
        Insert: {
          attempts?: number
          created_at?: string
          failed_at?: string | null
          id?: number
          key: string
          kind: string
          last_error?: string | null
          locked_until?: string | null
          payload?: NonNullable<Json>
          run_at?: string
        }
        Update: {
          attempts?: number
          created_at?: string
          failed_at?: string | null
          id?: number
          key?: string
          kind?: string
          last_error?: string | null
          locked_until?: string | null
          payload?: NonNullable<Json>
          run_at?: string
        }
        Relationships: []
      }
      messages: {
        Row: {
          channel: string
          chat_id: string
          client_message_id: string | null
          completed_at: string | null
          content: string
          created_at: string
          error_code: string | null
          finish_reason: string | null
          heard_characters: number | null
          id: string
          input_tokens: number | null
          last_sequence: number | null
          lease_expires_at: string | null
          model: string | null
          output_tokens: number | null
          parent_id: string | null
          provider: string | null
          role: string
          status: string
          stop_requested_at: string | null
          stream_id: string | null
          visitor_id: string
        }
        ComputedFields: never
        Insert: {
          channel?: string
          chat_id: string
          client_message_id?: string | null
          completed_at?: string | null
          content?: string
          created_at?: string
          error_code?: string | null
          finish_reason?: string | null
          heard_characters?: number | null
          id?: string
          input_tokens?: number | null
          last_sequence?: number | null
          lease_expires_at?: string | null
          model?: string | null
          output_tokens?: number | null
          parent_id?: string | null
          provider?: string | null
          role: string
          status?: string
          stop_requested_at?: string | null
          stream_id?: string | null
          visitor_id: string
        }
        Update: {
          channel?: string
          chat_id?: string
          client_message_id?: string | null
          completed_at?: string | null
          content?: string
          created_at?: string
          error_code?: string | null
          finish_reason?: string | null
          heard_characters?: number | null
          id?: string
          input_tokens?: number | null
          last_sequence?: number | null
          lease_expires_at?: string | null
          model?: string | null
          output_tokens?: number | null
          parent_id?: string | null
          provider?: string | null
          role?: string
          status?: string
          stop_requested_at?: string | null
          stream_id?: string | null
          visitor_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'messages_chat_id_fkey'
            columns: ['chat_id', 'visitor_id']
            isOneToOne: false
            referencedRelation: 'chats'
            referencedColumns: ['id', 'visitor_id']
          },
          {
            foreignKeyName: 'messages_parent_id_fkey'
            columns: ['parent_id', 'chat_id']
            isOneToOne: false
            referencedRelation: 'messages'
            referencedColumns: ['id', 'chat_id']
          },
        ]
      }
      model_first_tokens: {
        Row: {
          last_ms: number[]
          measured_at: string
          model_id: string
          slow_after_ms: number | null
        }
        ComputedFields: never
        Insert: {
          last_ms: number[]
          measured_at?: string
          model_id: string
          slow_after_ms?: number | null
        }
        Update: {
          last_ms?: number[]
          measured_at?: string
          model_id?: string
          slow_after_ms?: number | null
        }
        Relationships: []
      }
      model_health: {
        Row: {
          code: string
          cooldown_ms: number
          cooldown_until: string
          failed_at: string
          failure_count: number
          in_words: string | null
          last_problem: string | null
          probe_until: string | null
          subject: string
        }
        ComputedFields: never
        Insert: {
          code: string
          cooldown_ms: number
          cooldown_until: string
          failed_at: string
          failure_count?: number
          in_words?: never
          last_problem?: string | null
          probe_until?: string | null
          subject: string
        }
        Update: {
          code?: string
          cooldown_ms?: number
          cooldown_until?: string
          failed_at?: string
          failure_count?: number
          in_words?: never
          last_problem?: string | null
          probe_until?: string | null
          subject?: string
        }
        Relationships: []
      }
      model_providers: {
        Row: {
          created_at: string
          enabled: boolean
          id: string
          label: string
          position: number
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          enabled?: boolean
          id: string
          label: string
          position?: number
          updated_at?: string
        }
        Update: {
          created_at?: string
          enabled?: boolean
          id?: string
          label?: string
          position?: number
          updated_at?: string
        }
        Relationships: []
      }
      models: {
        Row: {
          context_tokens: number
          created_at: string
          enabled: boolean
          has_system_role: boolean
          id: string
          label: string
          max_tokens_parameter: string
          must_alternate: boolean
          name: string
          price: string
          provider_id: string
          quality: number
          rejected_parameters: string[]
          retired_at: string | null
          takes_frequency_penalty: boolean
          takes_temperature: boolean
          takes_top_k: boolean
          takes_top_p: boolean
          thinking_parameters: NonNullable<Json>
          updated_at: string
        }
        ComputedFields: never
        Insert: {
          context_tokens: number
          created_at?: string
          enabled?: boolean
          has_system_role?: boolean
          id: string
          label: string
          max_tokens_parameter?: string
          must_alternate?: boolean
          name: string
          price: string
          provider_id: string
          quality: number
          rejected_parameters?: string[]
          retired_at?: string | null
          takes_frequency_penalty?: boolean
          takes_temperature?: boolean
          takes_top_k?: boolean
          takes_top_p?: boolean
          thinking_parameters?: NonNullable<Json>
          updated_at?: string
        }
        Update: {
          context_tokens?: number
          created_at?: string
          enabled?: boolean
          has_system_role?: boolean
          id?: string
          label?: string
          max_tokens_parameter?: string
          must_alternate?: boolean
          name?: string
          price?: string
          provider_id?: string
          quality?: number
          rejected_parameters?: string[]
          retired_at?: string | null
          takes_frequency_penalty?: boolean
          takes_temperature?: boolean
          takes_top_k?: boolean
          takes_top_p?: boolean
          thinking_parameters?: NonNullable<Json>
          updated_at?: string
        }
        Relationships: [
          {
            foreignKeyName: 'models_provider_id_fkey'
            columns: ['provider_id']
            isOneToOne: false
            referencedRelation: 'model_providers'
            referencedColumns: ['id']
          },
        ]
      }
      profiles: {
        Row: {
          created_at: string
          display_name: string | null
          id: string
          last_seen_at: string
          site_id: string | null
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          display_name?: string | null
          id: string
          last_seen_at?: string
          site_id?: string | null
        }
        Update: {
          created_at?: string
          display_name?: string | null
          id?: string
          last_seen_at?: string
          site_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'profiles_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
        ]
      }
      site_members: {
        Row: {
          created_at: string
          role: string
          site_id: string
          user_id: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          role?: string
          site_id: string
          user_id: string
        }
        Update: {
          created_at?: string
          role?: string
          site_id?: string
          user_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'site_members_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
        ]
      }
      sites: {
        Row: {
          accent: string | null
          allowed_origins: string[]
          avatar_call_seconds: number | null
          created_at: string
          default_language: string
          frequency_penalty: number
          id: string
          in_catalogue: boolean
          max_tokens: number
          model: string
          name: string
          site_key: string
          temperature: number
          top_k: number
          top_p: number
          visitors_choose_model: boolean
        }
        ComputedFields: never
        Insert: {
          accent?: string | null
          allowed_origins?: string[]
          avatar_call_seconds?: number | null
          created_at?: string
          default_language?: string
          frequency_penalty?: number
          id?: string
          in_catalogue?: boolean
          max_tokens?: number
          model?: string
          name: string
          site_key: string
          temperature?: number
          top_k?: number
          top_p?: number
          visitors_choose_model?: boolean
        }
        Update: {
          accent?: string | null
          allowed_origins?: string[]
          avatar_call_seconds?: number | null
          created_at?: string
          default_language?: string
          frequency_penalty?: number
          id?: string
          in_catalogue?: boolean
          max_tokens?: number
          model?: string
          name?: string
          site_key?: string
          temperature?: number
          top_k?: number
          top_p?: number
          visitors_choose_model?: boolean
        }
        Relationships: []
      }
      stream_chunks: {
        Row: {
          created_at: string
          events: NonNullable<Json>
          first_sequence: number
          last_sequence: number
          stream_id: string
        }
        ComputedFields: never
        Insert: {
          created_at?: string
          events: NonNullable<Json>
          first_sequence: number
          last_sequence: number
          stream_id: string
        }
        Update: {
          created_at?: string
          events?: NonNullable<Json>
          first_sequence?: number
          last_sequence?: number
          stream_id?: string
        }
        Relationships: [
          {
            foreignKeyName: 'stream_chunks_stream_id_fkey'
            columns: ['stream_id']
            isOneToOne: false
            referencedRelation: 'messages'
            referencedColumns: ['stream_id']
          },
        ]
      }
      usage_events: {
        Row: {
          attempt: number
          chat_id: string | null
          cost_microcents: number | null
          first_text_ms: number | null
          id: number
          input_tokens: number | null
          kind: string
          message_id: string | null
          model: string | null
          occurred_at: string
          outcome: string | null
          output_tokens: number | null
          provider: string | null
          site_id: string | null
          stream_id: string
          total_ms: number | null
          visitor_id: string | null
        }
        ComputedFields: never
        Insert: {
          attempt?: number
          chat_id?: string | null
          cost_microcents?: number | null
          first_text_ms?: number | null
          id?: number
          input_tokens?: number | null
          kind?: string
          message_id?: string | null
          model?: string | null
          occurred_at?: string
          outcome?: string | null
          output_tokens?: number | null
          provider?: string | null
          site_id?: string | null
          stream_id: string
          total_ms?: number | null
          visitor_id?: string | null
        }
        Update: {
          attempt?: number
          chat_id?: string | null
          cost_microcents?: number | null
          first_text_ms?: number | null
          id?: number
          input_tokens?: number | null
          kind?: string
          message_id?: string | null
          model?: string | null
          occurred_at?: string
          outcome?: string | null
          output_tokens?: number | null
          provider?: string | null
          site_id?: string | null
          stream_id?: string
          total_ms?: number | null
          visitor_id?: string | null
        }
        Relationships: [
          {
            foreignKeyName: 'usage_events_chat_id_fkey'
            columns: ['chat_id']
            isOneToOne: false
            referencedRelation: 'chats'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'usage_events_message_id_fkey'
            columns: ['message_id']
            isOneToOne: false
            referencedRelation: 'messages'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'usage_events_site_id_fkey'
            columns: ['site_id']
            isOneToOne: false
            referencedRelation: 'sites'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'usage_events_visitor_id_fkey'
            columns: ['visitor_id']
            isOneToOne: false
            referencedRelation: 'profiles'
            referencedColumns: ['id']
          },
        ]
      }
    }
    Views: {
      answers_by_day: {
        Row: {
          answered: number | null
          answers: number | null
          day: string | null
          failed: number | null
          site_key: string | null
          stopped: number | null
          visitors: number | null
        }
        ComputedFields: never
        Relationships: []
      }
      failures_by_model: {
        Row: {
          asked: number | null
          day: string | null
          failures: number | null
          last_at: string | null
          model: string | null
          outcome: string | null
          provider: string | null
        }
        ComputedFields: never
        Relationships: []
      }
      slow_answers: {
        Row: {
          attempts: number | null
          began_at: string | null
          chat_id: string | null
          first_text_ms: number | null
          message_id: string | null
          model: string | null
          site_key: string | null
          total_ms: number | null
        }
        ComputedFields: never
        Relationships: [
          {
            foreignKeyName: 'usage_events_chat_id_fkey'
            columns: ['chat_id']
            isOneToOne: false
            referencedRelation: 'chats'
            referencedColumns: ['id']
          },
          {
            foreignKeyName: 'usage_events_message_id_fkey'
            columns: ['message_id']
            isOneToOne: false
            referencedRelation: 'messages'
            referencedColumns: ['id']
          },
        ]
      }
      tokens_by_site: {
        Row: {
          asked: number | null
          cost_microcents: number | null
          day: string | null
          input_tokens: number | null
          model: string | null
          output_tokens: number | null
          provider: string | null
          site_key: string | null
        }
        ComputedFields: never
        Relationships: []
      }
    }
    Functions: {
      append_stream_chunks: { Args: { chunks: Json }; Returns: Json }
      begin_avatar_call: {
        Args: {
          character_slug?: string
          chat_id?: string
          is_anonymous: boolean
          language?: string
          origin: string
          site_key: string
          visitor_id: string
        }
        Returns: Json
      }
      begin_turn: { Args: { turn: Json }; Returns: Json }
      continue_turn: { Args: { turn: Json }; Returns: Json }
      end_call: {
        Args: { call_id: string; reason: string; visitor_id: string }
        Returns: undefined
      }
      erase_unused_visitors: { Args: { max_visitors?: number }; Returns: number }
      fail_job: { Args: { attempt: number; code: string; job_id: number }; Returns: undefined }
      finish_job: { Args: { job_id: number }; Returns: undefined }
      finish_turn: {
        Args: {
          attempts?: Json
          content: string
          error_code?: string
          events: Json
          finish_reason?: string
          input_tokens?: number
          model?: string
          output_tokens?: number
          provider?: string
          status: string
          stream_id: string
        }
        Returns: Json
      }
      lease_model_probe: { Args: { subjects: string[] }; Returns: Json }
      list_chats: {
        Args: { before_id?: string; before_time?: string; character_id: string; site_id: string }
        Returns: {
          id: string
          opening: string
          title: string
          updated_at: string
        }[]
      }
      open_session: {
        Args: { character_slug?: string; language?: string; origin: string; site_key: string }
        Returns: Json
      }
      prune_stream_chunks: { Args: { max_streams?: number }; Returns: number }
      read_model_registry: { Args: Record<PropertyKey, never>; Returns: Json }
      read_stream: {
        Args: { after_sequence: number; stream_id: string; visitor_id: string }
        Returns: Json
      }
      record_first_tokens: { Args: { samples: Json }; Returns: undefined }
      reject_model_parameter: { Args: { model_id: string; parameter: string }; Returns: undefined }
      release_model_probe: { Args: { subjects: string[] }; Returns: undefined }
      report_model_failure: {
        Args: {
          code: string
          cooldown_ms: number
          longest_ms?: number
          problem?: string
          subject: string
        }
        Returns: Json
      }
      report_model_success: { Args: { subjects: string[] }; Returns: undefined }
      request_stop: {
        Args: { heard_characters?: number; stream_id: string; visitor_id: string }
        Returns: Json
      }
      take_job: { Args: { kinds: string[]; lock_seconds?: number }; Returns: Json }
      touch_call: { Args: { call_id: string; visitor_id: string }; Returns: Json }
    }
    Enums: {
      [_ in never]: never
    }
    CompositeTypes: {
      [_ in never]: never
    }
  }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R
      }
      ? R
      : never
    : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I
      }
      ? I
      : never
    : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U
      }
      ? U
      : never
    : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never

export const Constants = {
  public: {
    Enums: {},
  },
} as const
